"""The Actor of each request, and the second factor that its role demands."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from conum.commons.accounts.queries.actors import actor_for

MEMBERSHIP_KEY = "membership"  # session: the membership under which the person acts


class ActorMiddleware:
    """Sets `request.actor`: one person under one role, built once per request; None for a visitor.

    The membership is read again at each request: a role that ends, or changes, has effect at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            chosen = request.session.get(MEMBERSHIP_KEY)
            today = timezone.localdate()
            request.actor = actor_for(request.user, UUID(chosen) if chosen else None, today)  # type: ignore
        return self.get_response(request)
