"""The Actor of each request, and the second factor that its role demands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pghistory.middleware
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import TWO_FACTOR_ROLES
from conum.commons.accounts.models import Actor, Impersonation
from conum.commons.accounts.operations.impersonations import is_lent, note_write
from conum.commons.accounts.permissions import IMPERSONATE
from conum.commons.accounts.queries.actors import active_memberships, actor_for, actor_of
from conum.commons.accounts.queries.impersonations import entered
from conum.commons.accounts.web.adapters import IN_PLACE_KEY, MEMBERSHIP_KEY, is_protected, second_factor_shown

READING = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_NAMES = frozenset({"sign_out", "roles", "invitation", "demonstration", "demonstration_mail", "set_language"})


class ActorMiddleware:
    """Sets `request.actor`: one person under one role, built once per request; None for a visitor.

    The membership is read again at each request: a role that ends, or changes, has effect at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.actor = actor_for(request.user, _chosen(request), timezone.localdate())  # type: ignore
        return self.get_response(request)


def _chosen(request: HttpRequest) -> UUID | None:
    text = request.session.get(MEMBERSHIP_KEY)
    return UUID(text) if text else None


class InPlaceMiddleware:
    """Puts the person in whose place an administrator acts, under the one role they lent.

    The session, its account and its second factor stay the administrator's own: nothing of the person's sign-in is
    used. The agreement is read again at each request, so that its end has effect at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.actor is None or not request.session.get(IN_PLACE_KEY):  # type: ignore[attr-defined]
            return self.get_response(request)
        if not _put(request):
            del request.session[IN_PLACE_KEY]
            messages.info(request, _("Vous n'agissez plus à la place de quelqu'un : l'accord a pris fin."))
            if request.method not in READING:  # filled in for the person: never sent in one's own name
                return HttpResponseRedirect("/")
        elif request.method not in READING:
            note_write(request.in_place.pk, _page(request), request.actor, timezone.now())  # type: ignore[attr-defined]
        return self.get_response(request)


def _put(request: Any) -> bool:
    """Put the other person's Actor on the request; False when the agreement is over."""
    own, now = request.actor, timezone.now()
    given = entered(UUID(request.session[IN_PLACE_KEY]), own.person_id, now) if IMPERSONATE.allows(own) else None
    actor = _lent(given, own) if given and is_lent(given.person_id, now) else None
    if actor is None:
        return False
    request.actor, request.in_place = actor, given
    return True


def _lent(given: Impersonation, own: Actor) -> Actor | None:
    held = active_memberships(given.person_id, timezone.localdate())
    membership = held.filter(pk=given.membership_id).first()
    return replace(actor_of(given.person, membership), behind=own.person_id) if membership else None


def _page(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):  # type: ignore[misc]
    """Names who writes in the history of rows; where nobody is signed in there is nobody to name, and no cost."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the account, the page and, when somebody acts in the place of another, that other one."""
        actor = request.actor  # type: ignore[attr-defined]
        place = {"in_place_of": str(actor.person_id)} if actor and actor.behind else {}
        return super().get_context(request) | place  # type: ignore[no-any-return]

    def __call__(self, request: HttpRequest) -> Any:
        if not request.user.is_authenticated:
            return self.get_response(request)
        return super().__call__(request)


class SecondFactorMiddleware:
    """Before anything else, a role that sees personal data or money shows a second factor, or enrols one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        actor = request.actor  # type: ignore[attr-defined]
        if actor is None or actor.role not in TWO_FACTOR_ROLES or second_factor_shown(request) or _open(request):
            return self.get_response(request)
        if is_protected(actor.person_id):
            address = reverse("mfa_reauthenticate")
        else:
            address = reverse("mfa_index")
            messages.warning(request, _("Votre rôle demande une seconde protection. Choisissez-en une ci-dessous."))
        return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")


def _open(request: HttpRequest) -> bool:
    """Tell whether the page may be opened on the way to the second factor."""
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return False
    return name.startswith("mfa_") or name in OPEN_NAMES
