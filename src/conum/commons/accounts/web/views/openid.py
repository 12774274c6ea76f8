"""Signing in by the identity provider: leaving for it, and coming back."""

from __future__ import annotations

import logging
import time
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from conum.commons.accounts.enums import SignInMethod
from conum.commons.accounts.gateways import openid
from conum.commons.accounts.operations.identities import person_of
from conum.commons.accounts.web.views.sign_in import GOODBYE_KEY, open_session, safe_next
from conum.kernel.errors import ConumError
from conum.kernel.web.leaving import lead_to
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.views import Guarded

JOURNEY_KEY = "openid_journey"  # session: state, nonce and verifier, used once
LIFETIME = 600  # seconds to come back
log = logging.getLogger(__name__)


class _OpenId(Guarded):
    public = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Exist only when a provider is configured."""
        provider = openid.configured()
        if provider is None:
            raise Http404
        self.provider = provider
        self.redirect_uri = request.build_absolute_uri(reverse("accounts:openid_return"))
        return super().dispatch(request, *args, **kwargs)

    def refused(self, refusal: ConumError) -> HttpResponseBase:
        """Say it on the sign-in page; the technical reason goes to the log."""
        log.warning("OpenID Connect sign-in refused: %s", getattr(refusal, "reason", type(refusal).__name__))
        messages.error(self.request, refusal.message)
        return HttpResponseRedirect(reverse("accounts:sign_in"))


class OpenIdDeparture(_OpenId):
    """Send the browser to the provider, and keep in the session what must come back."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Begin a journey; a new one forgets the one before."""
        if not allow(f"openid:{network(request)}", 60, timedelta(minutes=15), self.now):
            return too_many(request)
        journey = openid.Journey()
        request.session[JOURNEY_KEY] = {**asdict(journey), "next": safe_next(request)}
        try:
            return lead_to(request, openid.departure(self.provider, journey, self.redirect_uri))
        except openid.ProviderRefused as refusal:
            return self.refused(refusal)


class OpenIdReturn(_OpenId):
    """Check the answer of the provider against the session, and open ours."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Use the journey up whatever comes of it."""
        kept = request.session.pop(JOURNEY_KEY, None)
        try:
            journey, next_url = self.journey(kept)
            identity = openid.arrival(self.provider, journey, self.redirect_uri, request.GET.get("code", ""))
            person = person_of(identity.issuer, identity.subject, identity.email, identity.email_verified, self.now)
        except ConumError as refusal:
            return self.refused(refusal)
        request.session[GOODBYE_KEY] = identity.id_token
        return open_session(request, person, SignInMethod.OPENID, next_url, strong=identity.strong)

    def journey(self, kept: dict[str, Any] | None) -> tuple[openid.Journey, str]:
        """Return the journey of this session; refused when the state is not its own, or came too late."""
        if not kept:
            raise openid.ProviderRefused("no journey in this session")
        next_url = kept.pop("next", "")
        journey = openid.Journey(**kept)
        if not constant_time_compare(journey.state, self.request.GET.get("state", "")):
            raise openid.ProviderRefused("state of another session")
        if time.time() - journey.started_at > LIFETIME:
            raise openid.ProviderRefused("came back too late")
        if "error" in self.request.GET:
            raise openid.ProviderRefused(f"provider says {self.request.GET['error']}")
        return journey, next_url


class OpenIdGoodbye(_OpenId):
    """The provider has ended its session, after ours: go home."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing is left to check: the sign-out was done before leaving."""
        return HttpResponseRedirect("/")
