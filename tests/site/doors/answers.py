"""What a door answers, from what it declares and where the object lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from conum.site.docs.doors import Answer, Door
from tests.site.doors import booking
from tests.site.doors.country import ANONYMOUS, ROLES, Country
from tests.site.doors.objects import OBJECTS, Found

IN = frozenset({200, 301, 302, 405})
POSTED = frozenset({302, 403, 404, 405, 422, 429})
NOT_FOUND = frozenset({404})
UNKNOWN_ROW = "00000000-0000-7000-8000-000000000000"
JUNK = {"uuid": (UNKNOWN_ROW,), "str": ("inconnu", "%00", "é" * 300), "slug": ("inconnu",), "int": (2**70,)}
"""Arguments that name nothing, by converter."""
NAMES = ("q", "page", "tri", "besoin", "departement", "etat", "commune", "export", "du", "au", "a", "id")
QUERY = dict.fromkeys(NAMES, "\x00'<é")
"""Parameters no page should trip over."""

NO_TOKEN = dict.fromkeys(booking.API, frozenset({401, 405}))
ODD_GET = {
    **NO_TOKEN,
    "accounts:openid": NOT_FOUND,  # no identity provider is set
    "accounts:openid_return": NOT_FOUND,
    "accounts:openid_goodbye": NOT_FOUND,
    "mfa_reauthenticate": frozenset({403}),  # nothing to show: nobody here has a second factor
    "mfa_reauthenticate_webauthn": frozenset({403}),
    "mfa_deactivate_totp": NOT_FOUND,
    "mfa_view_recovery_codes": NOT_FOUND,
    "mfa_download_recovery_codes": NOT_FOUND,
    "mandates:sms_answers": NOT_FOUND | {405},  # no operator has a secret here
    "mandates:own_copy": NOT_FOUND,  # no citizen has signed in here
    "mandates:oidc_authorize": frozenset({400}),  # no relying party is named
    "mandates:oidc_userinfo": frozenset({401}),  # no token is shown
    # among invented people only
    "demo_service": IN | NOT_FOUND,
    "demo_service_departure": IN | NOT_FOUND,
    "demo_service_back": IN | NOT_FOUND,
    "demo_service_end": IN | NOT_FOUND,
    "positions:ask_kept": NOT_FOUND,  # no draft was begun in this browser
    "positions:ask_resume": NOT_FOUND,
    "places:api_window": frozenset({422}),  # no window is given
    "mandates:ask_kept": NOT_FOUND,
    "mandates:ask_resume": NOT_FOUND,
    "recruitment:own_cv_download": NOT_FOUND,  # no CV is kept
    "recruitment:match_cv": NOT_FOUND,
    "recruitment:pool_wider": IN | NOT_FOUND,  # an administrator has no need of their own
}
ODD_POST = {
    **NO_TOKEN,
    "mandates:oidc_authorize": frozenset({400}),
    "mandates:oidc_token": frozenset({400, 401}),
    "mandates:oidc_userinfo": frozenset({401}),
    "mandates:oidc_logout": frozenset({200}),  # a page that offers to sign out
    "mandates:relying_party_secret": frozenset({200}),  # the page that shows it, once
    "booking:webhook_secret": frozenset({200}),
    "mfa_add_webauthn": frozenset({200}),  # shown again by the library, whose form is not ours
    "mfa_generate_recovery_codes": frozenset({200}),
}
UNKNOWN = {
    "accounts:invitation": frozenset({410}),  # a dead invitation says so
    "positions:interest": frozenset({200, 422}),
    "recruitment:confirm": frozenset({200, 422}),  # a dead link says so
    "recruitment:survey": frozenset({200, 422}),
    "ui:progress": IN,
}
"""What a door answers apart from the rule, and why."""


@dataclass(frozen=True)
class Knock:
    """One request to one door.

    Attributes:
        expected: status codes that are right.
    """

    door: Door
    method: str
    path: str
    expected: frozenset[int]
    signs_in: bool = False


def knocks(door: Door, role: str, country: Country) -> Iterator[Knock]:
    """Yield every request to make at this door under this role."""
    found = objects(door, role, country)
    said = door.answer("" if role == ANONYMOUS else role)
    if said is Answer.SIGN_IN:
        path = address(door, first(found))
        yield Knock(door, "get", path, frozenset({302}), signs_in=True)
        yield Knock(door, "post", path, frozenset({302}), signs_in=True)
    elif said is Answer.NOT_FOUND:
        yield Knock(door, turn(door, role), address(door, first(found)), NOT_FOUND)
    else:
        yield from _let_in(door, found)
        if role in oddly(door):
            yield from _odd(door, found)


def turn(door: Door, role: str) -> str:
    """What a role that must not see this door sends there: half of them ask, the others post, in turn.

    A refusal comes before the method is looked at: each door refuses both, each role meets both.
    """
    return ("get", "post")[(len(door.name) + ROLES.index(role)) % 2]


@cache
def oddly(door: Door) -> tuple[str, ...]:
    """The roles that ask oddly: the first who may enter and, where everybody may, a visitor too.

    What no page should trip over is of the page, not of who asks; the others ask what people ask.
    """
    allowed = [role for role in ROLES if role != ANONYMOUS and door.answer(role) is Answer.ALLOWED]
    return (*allowed[:1], *([ANONYMOUS] if door.answer("") is Answer.ALLOWED else []))


def _let_in(door: Door, found: Found) -> Iterator[Knock]:
    for arguments in found.inside:
        path = address(door, arguments)
        yield Knock(door, "get", path, ODD_GET.get(door.name, IN))
        yield Knock(door, "post", path, ODD_POST.get(door.name, POSTED))
    for arguments in found.outside:
        yield Knock(door, "get", address(door, arguments), NOT_FOUND | {405})  # a method not served says nothing
        yield Knock(door, "post", address(door, arguments), NOT_FOUND | {405})


def _odd(door: Door, found: Found) -> Iterator[Knock]:
    for arguments in found.inside:
        path = f"{address(door, arguments)}?{urlencode(QUERY)}"
        yield Knock(door, "get", path, IN | {400, 404, 422} | ODD_GET.get(door.name, IN))
    for arguments in junk(door):
        for method in ("get", "post"):
            yield Knock(door, method, address(door, arguments), UNKNOWN.get(door.name, NOT_FOUND) | {405})


def objects(door: Door, role: str, country: Country) -> Found:
    """Return the arguments to try at this door."""
    return OBJECTS[door.name](country, role) if door.arguments else Found([()], [])


def first(found: Found) -> tuple[Any, ...]:
    """Return any arguments that fit the address."""
    return (found.inside or found.outside)[0]


def address(door: Door, arguments: tuple[Any, ...]) -> str:
    """Return the path of the door with these arguments."""
    return reverse(door.name, args=arguments)


def junk(door: Door) -> Iterator[tuple[Any, ...]]:
    """Yield arguments of the right kind that name nothing."""
    if len(door.arguments) != 1:
        return
    for kind in ("uuid", "slug", "int", "str"):
        if f"<{kind}:" in door.route:
            yield from ((value,) for value in JUNK[kind])


def wrong(knock: Knock, country: Country, role: str) -> str:
    """Make the request, undo what it did, and return what is wrong with the answer; "" when nothing is."""
    client = country.browsers[role]
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        answer = getattr(client, knock.method)(knock.path)
        if hasattr(answer, "streaming_content") and answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    said = f"{knock.method.upper()} {knock.path[:90]} ({knock.door.name}): {answer.status_code}"
    if answer.status_code not in knock.expected:
        return f"{said}, expected {sorted(knock.expected)} {cause(answer)}"
    if knock.signs_in and not goes_to_sign_in(answer, knock.path):
        return f"{said} to {answer['Location']}, not to sign-in"
    return ""


def cause(answer: Any) -> str:
    """Return the error behind a 500."""
    return repr(answer.exc_info[1])[:300] if getattr(answer, "exc_info", None) else ""


def goes_to_sign_in(answer: HttpResponse, path: str) -> bool:
    """Tell whether the answer sends to sign-in and keeps where one wanted to go."""
    return answer["Location"] == f"{reverse('accounts:sign_in')}?next={quote(path)}"
