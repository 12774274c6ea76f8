"""The day of a workshop: who came, who is added, how it ended (BOO-43)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from conum.domains.booking.enums import CreatorKind
from conum.domains.booking.models import Registration
from conum.domains.booking.operations import registrations, workshops
from conum.domains.booking.operations.asking import register_and_tell
from conum.domains.booking.permissions import BOOK, MANAGE_WORKSHOPS
from conum.domains.booking.queries.wordings import Occasion
from conum.domains.booking.web.forms.staff import HeldForm, ReasonForm, StaffPersonForm
from conum.domains.booking.web.views.asking import who_in
from conum.domains.booking.web.views.staff_workshops import OnWorkshop
from conum.domains.booking.web.views.unsent import warn_staff
from conum.kernel.errors import ConumError
from conum.kernel.web.views import DetailPage, ObjectFormPage


class HoldWorkshop(OnWorkshop, ObjectFormPage):
    """It took place: those who came without registration are a count."""

    permission = MANAGE_WORKSHOPS
    template_name = "booking/workshop_held.html"
    form_class = HeldForm
    success_message = gettext_lazy("C'est noté : l'atelier a eu lieu.")

    def perform(self, form: Any) -> None:
        """Hold."""
        count = form.cleaned_data["unregistered_arrivals"]
        workshops.hold(workshop_id=self.object.pk, unregistered_arrivals=count, actor=self.actor, now=self.now)


class CheckIn(OnWorkshop, DetailPage):
    """One registration: came with how many, or not."""

    permission = MANAGE_WORKSHOPS
    template_name = "booking/workshop_staff.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list is on the workshop's page."""
        return HttpResponseRedirect(self.there())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm or correct."""
        row = self.object.registrations.filter(pk=self.kwargs["registration"]).first()
        size, answer = request.POST.get("combien", ""), request.POST.get("venue", "")
        try:
            if row is not None and answer in ("oui", "non"):
                self._note(row, answer == "oui", int(size) if size.isdecimal() and len(size) < 3 else None)
        except ConumError as refusal:
            messages.error(request, refusal.message)
        return HttpResponseRedirect(f"{self.there()}#inscrits")

    def _note(self, row: Registration, came: bool, size: int | None) -> None:
        given = {
            "registration_id": row.pk,
            "actor": self.actor,
            "now": self.now,
            "attended_size": size if came else None,
        }
        if row.state in ("planned", "to_confirm"):
            registrations.confirm(came=came, **given)
        else:
            registrations.correct(state="attended" if came else "no_show", **given)


class RevokeRegistration(OnWorkshop, ObjectFormPage):
    """Cancel one registration for the service, with its reason; the seats go to the waiting list (BOO-26)."""

    permission = MANAGE_WORKSHOPS
    template_name = "booking/revoke.html"
    form_class = ReasonForm
    success_message = gettext_lazy("L'inscription est annulée.")

    @cached_property
    def registration(self) -> Registration:
        """The one of the address; 404 when it is of another workshop."""
        rows = Registration.objects.filter(workshop=self.object).select_related("contact")
        return get_object_or_404(rows, pk=self.kwargs["registration"])

    def perform(self, form: Any) -> None:
        """Cancel."""
        reason = form.cleaned_data["reason"]
        registrations.cancel_by_service(
            registration_id=self.registration.pk, reason=reason, actor=self.actor, now=self.now
        )
        self.registration.refresh_from_db()
        warn_staff(self.request, [self.registration], Occasion.REVOKED, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whose."""
        return super().get_context_data(who=self.registration.contact, there=self.there(), **kwargs)


class StaffRegister(OnWorkshop, ObjectFormPage):
    """Register somebody met or on the phone."""

    permission = BOOK
    template_name = "booking/workshop_register_staff.html"
    form_class = StaffPersonForm
    success_message = gettext_lazy("L'inscription est faite.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the type, and ask how many come."""
        return {**super().get_form_kwargs(), "kind": self.object.type, "workshop": True}

    def perform(self, form: Any) -> None:
        """Register and confirm."""
        given = form.cleaned_data
        made = register_and_tell(
            workshop_id=self.object.pk, who=who_in(form), by=CreatorKind.STAFF, actor=self.actor,
            party_size=given["party_size"], context=given["context"], idempotency_key=given["key"], now=self.now,
        )  # fmt: skip
        warn_staff(self.request, [made.registration], Occasion.BOOKED, now=self.now)
