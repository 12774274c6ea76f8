"""What the pages of a journey share: it is of this session, and the second factor was proved lately."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate

from conum.domains.mandates.models import RelyingParty
from conum.domains.mandates.parameters import FACTOR_RECHECK_MINUTES
from conum.domains.mandates.permissions.oidc import ACT_FOR_CITIZEN
from conum.domains.mandates.queries.factors import factor_proved_at
from conum.domains.mandates.queries.team import acts_now
from conum.domains.mandates.rules import oidc as rules
from conum.domains.mandates.web.adapters import oidc_clients
from conum.domains.mandates.web.views.oidc_authorize import Journey, kept
from conum.kernel.web.views import Guarded


class OnJourney(Guarded):
    """A page of a journey: it must be of this session, and the second factor proved lately."""

    permission = ACT_FOR_CITIZEN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show it."""
        return self.stopped() or super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it."""
        return self.stopped() or super().post(request, *args, **kwargs)  # type: ignore[misc]

    def stopped(self) -> HttpResponse | None:
        """Return what to show instead: the journey is over, the factor is to be proved, or the helper may not act."""
        if self.journey is None or self.relying_party is None:
            return render(self.request, "mandates/oidc/over.html", status=404)
        if not self.is_proved:
            going = urlencode({"next": self.request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{going}")
        if not self.acts:
            context = {"journey_name": self.name, "service": self.relying_party}
            return self.bounded(render(self.request, "mandates/oidc/not_active.html", context, status=403))
        return None

    @property
    def name(self) -> str:
        """The identifier of the journey in the address."""
        return str(self.kwargs["journey"])

    @cached_property
    def journey(self) -> Journey | None:
        """What the relying party asked."""
        return kept(self.request, self.name, self.now)

    @cached_property
    def relying_party(self) -> RelyingParty | None:
        """Who asked, while it is open."""
        return oidc_clients.known(self.journey.client_id) if self.journey else None

    @property
    def is_proved(self) -> bool:
        """Whether the second factor was proved within the time allowed, and since the service demands it."""
        proved_at = factor_proved_at(self.request.session, self.actor.person_id)  # type: ignore[union-attr]
        limit = timedelta(minutes=FACTOR_RECHECK_MINUTES.on(localdate(self.now)))
        return rules.factor_is_recent(proved_at, now=self.now, limit=limit, not_before=self.journey.not_before)  # type: ignore

    @property
    def acts(self) -> bool:
        """Whether the helper may act now."""
        return acts_now(self.actor)  # type: ignore[arg-type]

    @property
    def groups(self) -> set[str] | None:
        """The procedure groups the service bounds the choice to."""
        return rules.groups_asked(self.journey.claims)  # type: ignore[union-attr]

    def bounded(self, response: HttpResponse) -> HttpResponse:
        """Let the forms of the page end at the registered address of this service, and nowhere else."""
        response._csp_update = {"form-action": [self.journey.redirect_uri.partition("?")[0]]}  # type: ignore
        return response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show the page, bound to the service."""
        return self.bounded(super().render_to_response(context, **kwargs))  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell which service asks."""
        told = {"journey_name": self.name, "service": self.relying_party}
        return super().get_context_data(**told, **kwargs)  # type: ignore[misc]
