"""The waiting list for the public: join, answer an offer that is held, leave (BOO-30 to BOO-33)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import CreatorKind, WaitingState
from conum.domains.booking.models import WaitingListEntry
from conum.domains.booking.operations import waiting
from conum.domains.booking.operations.asking import wait_and_tell
from conum.domains.booking.queries import links
from conum.domains.booking.queries.notices import address_words, moment_words, phone_of, zone_of
from conum.domains.booking.web.views.asking import who_in
from conum.domains.booking.web.views.own import ByLink
from conum.domains.booking.web.views.unsent import warn_wish
from conum.domains.booking.web.views.workshops import Register
from conum.kernel.errors import ConumError
from conum.kernel.web.views import Page


class Wait(Register):
    """Join the list of a full workshop."""

    extra_context: ClassVar = {"waiting": True}

    def perform(self, form: Any) -> Any:
        """Ask."""
        return wait_and_tell(
            workshop_id=self.object.pk,
            who=who_in(form),
            by=CreatorKind.CITIZEN,
            party_size=form.cleaned_data["party_size"],
            idempotency_key=form.cleaned_data["key"],
            now=self.now,
        )

    def get_success_url(self) -> str:
        """Go to the page of the wish."""
        warn_wish(self.request, self.result.entry, self.now)
        return reverse("booking:offer", args=[links.token(links.Target.WAITING, self.result.entry.pk)])


ANSWERS = {
    "accepter": (waiting.accept, _("La place est à vous.")),
    "refuser": (waiting.decline, _("C'est noté : la place est proposée à la personne suivante.")),
    "quitter": (waiting.leave, _("Vous avez quitté la liste d'attente.")),
    "revenir": (waiting.come_back, _("Vous êtes de nouveau en attente.")),
}


class OfferPage(ByLink, Page):
    """One wish: where it stands; when something is held, accept or refuse it by POST."""

    template_name = "booking/offer.html"

    @property
    def entry(self) -> WaitingListEntry:
        """The wish; 404 for the link of a booking."""
        target, row = self.opened
        if target != links.Target.WAITING:
            raise Http404
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what is asked for and what is held."""
        entry, workshop = self.entry, self.entry.workshop
        place = workshop.place if workshop else entry.offered_place
        zone = workshop.timezone if workshop else zone_of(place, entry.organisation)
        starts = workshop.starts_at if workshop else entry.offered_starts_at
        held = entry.state == WaitingState.OFFERED and entry.hold_until > self.now
        return super().get_context_data(
            entry=entry,
            what=workshop.title if workshop else entry.type.name,
            when=moment_words(starts, zone) if starts else "",
            address=address_words(place),
            phone=phone_of(place, entry.organisation),
            held=held,
            until=moment_words(entry.hold_until, zone) if held else "",
            gone=entry.state == WaitingState.OFFERED and not held,
            over=workshop is not None and workshop.starts_at <= self.now,
            taken=self.taken(entry),
            **kwargs,
        )

    def taken(self, entry: WaitingListEntry) -> str:
        """Return the page of what was obtained, "" before."""
        if entry.taken_appointment_id:
            token = links.token(links.Target.APPOINTMENT, entry.taken_appointment_id)
        elif entry.taken_registration_id:
            token = links.token(links.Target.REGISTRATION, entry.taken_registration_id)
        else:
            return ""
        return reverse("booking:link", args=[token])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer; an offer over at that second says so and the page tells where one stands."""
        answer = ANSWERS.get(request.POST.get("reponse", ""))
        entry = self.entry
        if answer is None:
            return HttpResponseRedirect(request.path)
        operation, told = answer
        try:
            made = operation(entry_id=entry.pk, now=self.now)
        except ConumError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(request.path)
        messages.success(request, str(told))
        return HttpResponseRedirect(self.taken(made) or request.path)
