"""The way to FranceConnect and back, in the browser of the helper or of the citizen."""

from __future__ import annotations

import logging
import time
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from conum.commons.beneficiaries.operations import franceconnect
from conum.commons.beneficiaries.operations.franceconnect import Arrived, Journey
from conum.domains.mandates.operations import preparing
from conum.domains.mandates.web.views import citizen_session
from conum.kernel.errors import ConumError
from conum.kernel.web.limits import allow, client_address, network, too_many
from conum.kernel.web.views import Guarded

JOURNEY = "franceconnect"  # session: state, nonce, verifier, and what the sign-in is for; used once
GOODBYE = "franceconnect_goodbye"  # session: state of the end of session, and where to go then
LIFETIME = 600  # seconds to come back
log = logging.getLogger(__name__)


def lead_out(response: HttpResponseBase) -> HttpResponseBase:
    """Let the forms of this page lead to FranceConnect: browsers follow redirections of forms with suspicion."""
    if origin := franceconnect.origin():
        response._csp_update = {"form-action": [origin]}  # type: ignore[attr-defined]
    return response


class Departure(Guarded):
    """Base of the buttons that lead to FranceConnect; `purpose()` says what the sign-in is for."""

    def purpose(self) -> dict[str, str]:
        """Return what the session must remember: `kind`, and the row it is about."""
        raise NotImplementedError

    def back(self) -> str:
        """Return the page to go back to when FranceConnect does not answer."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead whoever typed the address to the page with the button."""
        return HttpResponseRedirect(self.back())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Begin a journey; a new one forgets the one before."""
        if not allow(f"franceconnect:{network(request)}", 120, timedelta(minutes=15), self.now):
            return too_many(request)
        journey, kept = Journey(), self.purpose()
        request.session[JOURNEY] = {"journey": asdict(journey), "back": self.back(), **kept}
        try:
            address = franceconnect.departure(journey, request.build_absolute_uri(reverse("mandates:fc_return")))
        except ConumError as refusal:
            return refused(request, refusal, self.back())
        return lead_out(HttpResponseRedirect(address))


class Return(Guarded):
    """FranceConnect sends the browser back: everything is checked, its session is closed, then ours goes on."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Use the journey up, whatever comes of it."""
        kept = request.session.pop(JOURNEY, None)
        back = kept["back"] if kept else reverse("home")
        try:
            arrived, state = self.arrived(kept)
            going = self.received(kept, arrived)
        except ConumError as refusal:
            return refused(request, refusal, back)
        if not arrived.goodbye:
            return HttpResponseRedirect(going)
        request.session[GOODBYE] = {"state": state, "next": going}
        return HttpResponseRedirect(arrived.goodbye)

    def arrived(self, kept: dict[str, Any] | None) -> tuple[Arrived, str]:
        """Return who signed in; refused unless it is the journey of this session, in time."""
        if not kept:
            raise franceconnect.refused("no journey in this session")
        journey = Journey(**kept["journey"])
        if not constant_time_compare(journey.state, self.request.GET.get("state", "")):
            raise franceconnect.refused("state of another session")
        if time.time() - journey.started_at > LIFETIME:
            raise franceconnect.refused("came back too late")
        if "error" in self.request.GET:
            raise franceconnect.refused(f"provider says {self.request.GET['error'][:40]}")
        redirect_uri = self.request.build_absolute_uri(reverse("mandates:fc_return"))
        goodbye = self.request.build_absolute_uri(reverse("mandates:fc_goodbye"))
        state = Journey().state
        code = self.request.GET.get("code", "")
        return franceconnect.arrival(journey, redirect_uri, code, back_to=goodbye, state=state), state

    def received(self, kept: dict[str, Any], arrived: Arrived) -> str:
        """Do what the sign-in was for and return the page to go on with."""
        if kept["kind"] == "citizen":
            citizen_session.open_for(self.request, arrived.identity.subject_hash, self.now)
            return reverse("mandates:citizen")
        if self.actor is None or str(self.actor.person_id) != kept["person"]:
            raise franceconnect.refused("another professional than the one who left")
        pk = UUID(kept["preparation"])
        address = client_address(self.request)
        preparing.identify(pk, arrived.identity, actor=self.actor, now=self.now, address=address)  # type: ignore[arg-type]
        return reverse("mandates:summary", args=[pk])


class Goodbye(Guarded):
    """FranceConnect has closed its session: go on."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Go where the sign-in was leading; an answer nobody waits for leads home."""
        kept = request.session.pop(GOODBYE, None)
        if kept and constant_time_compare(kept["state"], request.GET.get("state", "")):
            return HttpResponseRedirect(kept["next"])
        return HttpResponseRedirect(reverse("home"))


def refused(request: HttpRequest, refusal: ConumError, back: str) -> HttpResponseBase:
    """Say it on the page one comes back to; the technical reason goes to the log, without any claim."""
    log.warning("FranceConnect sign-in refused: %s", getattr(refusal, "reason", type(refusal).__name__))
    messages.error(request, refusal.message)
    return HttpResponseRedirect(back)
