"""The Actor of each request, and the second factor that its role demands."""

from __future__ import annotations

from collections.abc import Callable
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
from conum.commons.accounts.queries.actors import actor_for
from conum.commons.accounts.web.adapters import MEMBERSHIP_KEY, is_protected, second_factor_shown

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


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):  # type: ignore[misc]
    """Names who writes in the history of rows; where nobody is signed in there is nobody to name, and no cost."""

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
