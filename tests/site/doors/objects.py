"""For each address with an argument: the arguments that are in sight of a role, and those that are not.

An address that is not in `OBJECTS` fails the test: whoever adds a page says here whose rows it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.utils import timezone

from conum.commons.accounts.enums import Role
from conum.domains.mandates.models import RelyingParty
from conum.domains.places.models import Place, PlaceReport
from conum.domains.places.web.views.finder_cards import slug
from conum.domains.positions.queries import links
from conum.domains.recruitment.operations.surveys import survey_token
from tests.domains.mandates.oidc import make_relying_party
from tests.factories_places import make_place
from tests.site.doors import accreditation, booking
from tests.site.doors.accounts import accounts
from tests.site.doors.country import Country, Side
from tests.site.doors.open_places import a_draft, a_dump, a_shown_place
from tests.site.doors.places import edited_places

Arguments = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Found:
    """Arguments of one address for one role.

    Attributes:
        inside: of rows in sight, which the page shows.
        outside: of rows out of sight, answered by 404 as if they did not exist.
    """

    inside: Arguments
    outside: Arguments


Finder = Callable[[Country, str], Found]


def of_side(name: str, *, blind: tuple[str, ...] = (), whole: bool = False) -> Finder:
    """Rows called `name` on each side: those of the own side are in sight.

    Args:
        name: key of `Side.rows`.
        blind: roles that have the right but see none of these rows (not theirs).
        whole: every role that has the right sees both sides.
    """

    def find(country: Country, role: str) -> Found:
        near, far = country.sides(role)
        if whole:
            near, far = [*near, *far], []
        if role in blind:
            near, far = [], [*near, *far]
        return Found([(side.rows[name].pk,) for side in near], [(side.rows[name].pk,) for side in far])

    return find


def everybody(*arguments: Any) -> Finder:
    """The same arguments for everybody, nothing hidden."""
    return lambda country, role: Found([(argument,) for argument in arguments], [])


def shared(name: str) -> Finder:
    """The one row of the country called `name`, which every role with the right sees."""
    return lambda country, role: Found([(getattr(country, name).pk,)], [])


def token(make: Callable[[Country], str]) -> Finder:
    """A link with a signed token: whoever holds it is in."""
    return lambda country, role: Found([(make(country),)], [])


def follow_link(country: Country) -> str:
    """The link of the applicant of this side."""
    return links.token(country.here.rows["request"].pk, links.FOLLOW)


def department(country: Country, role: str) -> Found:
    """Départements of each side."""
    near, far = country.sides(role)
    return Found([(s.rows["department"].pk,) for s in near], [(s.rows["department"].pk,) for s in far])


def passkey(country: Country, role: str) -> Found:
    """Nobody has a passkey here; that of somebody else is out of sight."""
    person = country.there.rows["manager"].person
    other, _ = Authenticator.objects.get_or_create(user=person, type="webauthn", defaults={"data": {"name": "clé"}})
    return Found([], [(other.pk,)])


def contract_file(country: Country, role: str) -> Found:
    """No document is joined: any identifier is unknown."""
    contract = country.here.rows["contract"]
    return Found([], [(contract.pk, contract.pk)])


def elsewhere(*arguments: Any) -> Finder:
    """Rows of another browser's session: nobody here sees them."""
    return lambda country, role: Found([], [arguments])


def preparation_to_stop(country: Country, role: str) -> Found:
    """Preparations of each side, with a reason."""
    near, far = country.sides(role)
    inside = [(side.rows["preparation"].pk, reason) for side in near for reason in ("abandon", "protection")]
    return Found(inside, [(side.rows["preparation"].pk, "abandon") for side in far])


def nobody_signed_in(country: Country, role: str) -> Found:
    """No citizen has signed in with FranceConnect in these browsers: no mandate is theirs."""
    return Found([], [(country.here.rows["mandate"].pk,), (country.there.rows["mandate"].pk,)])


def relying_party(country: Country, role: str) -> Found:
    """The one service relied to the provider."""
    row = RelyingParty.objects.first() or make_relying_party(now=timezone.now())[0]
    return Found([(row.pk,)], [])


CONTRACT = of_side("contract", blind=(Role.COORDINATOR, Role.CANDIDATE))


def a_place(country: Country, role: str) -> Found:
    """A place, by its canonical address: the same for everybody."""
    place = Place.objects.order_by("pk").first() or make_place()
    return Found([(place.pk, slug(place.name, place.commune_name))], [])


def reported(country: Country, role: str) -> Found:
    """An error reported on a place of each side's host: seen by those who may edit it (`doors.places`)."""
    near, far = country.sides(role)
    if role not in (Role.HOST_MANAGER, Role.COUNSELLOR, Role.PREFECTURE, Role.NATIONAL_ADMIN):
        near, far = [], [*near, *far]
    return Found([(report_on(side),) for side in near], [(report_on(side),) for side in far])


def report_on(side: Side) -> Any:
    """Return the report on a place of this side's host."""
    host = side.rows["host"]
    place = Place.objects.filter(organisation=host).first() or make_place(side.commune, organisation=host)
    fields = {"subject": "hours", "created_at": place.created_at, "updated_at": place.created_at}
    return (PlaceReport.objects.filter(place=place).first() or PlaceReport.objects.create(place=place, **fields)).pk


def booking_of_staff(name: str) -> Finder:
    """A row of booking that professionals of its organisation reach."""
    return lambda country, role: Found(*booking.found(country, role, name))


def booking_of_everybody(name: str) -> Finder:
    """A row of booking that everybody reaches."""
    return lambda country, role: Found(*booking.for_everybody(country, name))


OBJECTS: dict[str, Finder] = {
    **{door: booking_of_staff(name) for door, name in booking.OF_STAFF.items()},
    **{door: booking_of_everybody(name) for door, name in booking.OF_EVERYBODY.items()},
    **dict.fromkeys(
        (f"booking:api_{name}" for name in booking.OF_MACHINES if name in booking.OF_ONE), everybody(uuid4())
    ),
    "booking:feed": lambda country, role: Found([], [("inconnu",)]),
    "booking:screen": lambda country, role: Found([], [("inconnu",)]),
    "places:place": a_place,
    "places:place_report": lambda country, role: Found([(a_place(country, role).inside[0][0],)], []),
    "places:handle_report": reported,
    "places:sitemap_places": everybody(1),
    "places:finder_file": everybody("csv", "json", "geojson"),
    "places:open_data_file": everybody("csv", "json", "geojson"),
    "places:open_data_dump": lambda country, role: Found([(a_dump(),)], []),
    "places:import_check": lambda country, role: Found([(a_draft(),)], []),
    "places:import_report": lambda country, role: Found([(a_draft(),)], []),
    "places:api_one_place": lambda country, role: Found([(a_shown_place(),)], []),
    "ui:progress": everybody(1),
    "programme:parameter": everybody("positions.open_from.public"),
    "messaging:demonstration_mail": shared("message"),
    "messaging:demonstration_body": shared("message"),
    "territories:import-check": shared("check"),
    "territories:import": everybody("fragilite", "zones"),
    "positions:ask_step": everybody("eligibilite", "besoin"),
    "positions:ask_resume": everybody("perdu"),
    "positions:interest": everybody("public", "private"),
    "positions:confirm": token(lambda country: links.token(country.here.rows["request"].pk, links.CONFIRM)),
    "positions:follow": token(follow_link),
    "positions:follow_withdraw": token(follow_link),
    "positions:request": of_side("approved"),
    "positions:opinion": of_side("request"),
    "positions:decide": of_side("request"),
    "positions:ask_override": of_side("request"),
    "positions:withdraw": of_side("approved"),
    "positions:mark_duplicate": of_side("request"),
    "positions:cancel": of_side("request"),
    "positions:reinstate": of_side("request"),
    "positions:agree_override": shared("override"),
    "positions:session": shared("session"),
    "positions:open_session": shared("session"),
    "positions:close_session": shared("session"),
    "positions:compare": shared("session"),
    "positions:quota": department,
    "positions:set_quota": department,
    "positions:amendment_ask": everybody("ajout", "rendu"),
    "positions:amendment": of_side("amendment"),
    "positions:amendment_opinion": of_side("amendment"),
    "positions:amendment_accept": of_side("amendment"),
    "positions:amendment_refuse": of_side("amendment"),
    "positions:amendment_cancel": of_side("amendment"),
    "positions:transfer": of_side("transfer"),
    "positions:transfer_agree": of_side("transfer"),
    "positions:transfer_refuse": of_side("transfer"),
    "positions:transfer_propose": of_side("post"),
    "positions:scenario": shared("scenario"),
    "positions:scenario_adopt": shared("scenario"),
    "positions:post": of_side("post"),
    "positions:download": everybody("historique-conventions", "demandes-coordinateurs", "gestionnaires"),
    "recruitment:confirm": everybody("perdu"),
    "recruitment:survey": token(lambda country: survey_token(country.here.rows["candidate"])),
    "recruitment:agree": of_side("match"),
    "recruitment:decline": of_side("match"),
    "recruitment:match": of_side("match"),
    "recruitment:match_cv": of_side("match"),
    "recruitment:shortlist": of_side("match"),
    "recruitment:not_retain": of_side("match"),
    "recruitment:undo": of_side("match"),
    "recruitment:contract_entry": of_side("match"),
    "recruitment:contract": CONTRACT,
    "recruitment:contract_file": contract_file,
    "recruitment:validate_contract": of_side("submitted"),
    "recruitment:cancel_contract": of_side("submitted"),
    "recruitment:extend": CONTRACT,
    "recruitment:renew": CONTRACT,
    "recruitment:terminate": CONTRACT,
    "recruitment:termination_evidence": CONTRACT,
    "recruitment:withdraw_termination": CONTRACT,
    "recruitment:validate_termination": CONTRACT,
    "recruitment:record_leave": CONTRACT,
    "recruitment:scope": of_side("coordination"),
    "recruitment:accept_change": of_side("change"),
    "recruitment:refuse_change": of_side("change"),
    "recruitment:cancel_change": of_side("change"),
    "recruitment:plan": shared("plan"),
    "recruitment:plan_progress": shared("plan"),
    "recruitment:plan_lines": shared("plan"),
    "recruitment:plan_unfilled": shared("plan"),
    "recruitment:plan_delete": shared("plan"),
    "recruitment:plan_compare": lambda country, role: Found([(country.plan.pk, country.variant.pk)], []),
    "recruitment:candidate": of_side("candidate"),
    "recruitment:candidate_remove": of_side("candidate"),
    "mandates:preparation": of_side("preparation"),
    "mandates:identify": of_side("preparation"),
    "mandates:summary": of_side("preparation"),
    "mandates:sign": of_side("preparation"),
    "mandates:consent": of_side("preparation"),
    "mandates:stop": preparation_to_stop,
    "mandates:transfer_accept": of_side("mandate_transfer"),
    "mandates:transfer_refuse": of_side("mandate_transfer"),
    "mandates:transfer_withdraw": of_side("mandate_transfer"),
    "mandates:transfer_sign": of_side("mandate_transfer"),
    "mandates:citizen_sheet": of_side("citizen"),
    "mandates:mandate": of_side("mandate"),
    "mandates:paper": of_side("mandate"),
    "mandates:revoke": of_side("mandate"),
    "mandates:renew": of_side("mandate"),
    "mandates:transfer": of_side("mandate"),
    "mandates:own_revoke": nobody_signed_in,
    "mandates:own_paper": nobody_signed_in,
    "mandates:own_trail": elsewhere("pdf"),  # no citizen has signed in here
    "mandates:relying_party": relying_party,
    "mandates:relying_party_change": relying_party,
    "mandates:relying_party_secret": relying_party,
    "mandates:relying_party_close": relying_party,
    "mandates:relying_party_open": relying_party,
    "mandates:oidc_citizens": elsewhere("perdu"),
    "mandates:oidc_cancel": elsewhere("perdu"),
    "mandates:oidc_groups": elsewhere("perdu", "00000000-0000-7000-8000-000000000000"),
    **edited_places(of_side, token, Found),
    **accounts(of_side, token, Found),
    "mfa_remove_webauthn": passkey,
    "department": everybody("87", "35"),
}
OBJECTS |= accreditation.objects(of_side, token, everybody, Found)
