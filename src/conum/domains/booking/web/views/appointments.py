"""Appointments as professionals handle them: list with export, detail, attendance, correction, cancellation, move."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import django_filters as filters
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.messaging.queries import undelivered
from conum.domains.booking.enums import BookingState, CreatorKind, Need
from conum.domains.booking.operations import changes
from conum.domains.booking.operations.preferring import mark_phone
from conum.domains.booking.operations.refusals import SlotTaken
from conum.domains.booking.parameters import CORRECT_DAYS
from conum.domains.booking.permissions import HANDLE, SEE_CALENDAR, SEE_CONTEXT, appointments_visible_to
from conum.domains.booking.queries import notices
from conum.domains.booking.queries.days import page_of_days
from conum.domains.booking.queries.wordings import Occasion
from conum.domains.booking.web.forms.staff import ReasonForm
from conum.domains.booking.web.tables import APPOINTMENTS, PARTICIPATION
from conum.domains.booking.web.views.reading import read_day, read_instant
from conum.domains.booking.web.views.unsent import warn_staff
from conum.kernel.errors import ConumError
from conum.kernel.ui.filters import FilterSet
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, ObjectFormPage, OnOneRow, Page

RELATED = ("type", "contact", "place__commune__department", "organisation__commune__department", "referrer")


class AppointmentFilters(FilterSet):
    """By person, state and days."""

    q = filters.CharFilter(label=gettext_lazy("Nom ou téléphone"), method="by_person")
    etat = filters.ChoiceFilter("state", label=gettext_lazy("État"), choices=BookingState.choices)
    createur = filters.ChoiceFilter("created_by_kind", label=gettext_lazy("Réservé par"), choices=CreatorKind.choices)
    du = filters.DateFilter("starts_at", label=gettext_lazy("Du"), lookup_expr="date__gte")
    au = filters.DateFilter("starts_at", label=gettext_lazy("Au"), lookup_expr="date__lte")

    def by_person(self, rows: Any, name: str, value: str) -> Any:
        """Seek a name or a number."""
        digits = "".join(sign for sign in value if sign.isdigit()).lstrip("0")
        named = rows.filter(contact__last_name__icontains=value) | rows.filter(contact__first_name__icontains=value)
        return named | rows.filter(contact__phone__contains=digits) if len(digits) >= 4 else named


class Appointments(ListPage):
    """The appointments the actor sees; one row per participation in the export."""

    permission = SEE_CALENDAR
    template_name = "booking/appointments.html"
    filterset_class = AppointmentFilters
    sorts: ClassVar = {"date": ("starts_at",), "nom": ("contact__last_name", "contact__first_name")}
    default_sort = "-date"
    columns: ClassVar = PARTICIPATION
    export_name = "rendez-vous"

    def rows(self) -> Any:
        """Visible ones."""
        return appointments_visible_to(self.actor).select_related(*RELATED).prefetch_related("people").distinct()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(table=APPOINTMENTS, **kwargs)


class OnAppointment(OnOneRow):
    """One appointment the actor sees."""

    permission = HANDLE

    def rows(self) -> Any:
        """Visible ones."""
        return appointments_visible_to(self.actor).select_related(*RELATED).distinct()  # type: ignore[attr-defined]

    def there(self) -> str:
        """Return its page."""
        return reverse("booking:appointment", args=[self.object.pk])


class AppointmentDetail(OnAppointment, DetailPage):
    """Who, when, where, and what may be done; deliveries that failed, with the phone."""

    permission = SEE_CALENDAR
    template_name = "booking/appointment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the words and the possible actions."""
        row = self.object
        contact = row.contact
        wrong = undelivered([reach for reach in (contact.email, contact.phone) if reach])
        begun = row.starts_at <= self.now
        until = row.starts_at + timedelta(days=CORRECT_DAYS.on(localdate(self.now)))
        return super().get_context_data(
            notice=notices.of_appointment(row),
            may=HANDLE.allows(self.actor, row),
            context=row.context if SEE_CONTEXT.allows(self.actor, row) else "",
            wrong_email=contact.email in wrong,
            refused=self.refused(contact),
            wrong_phone=contact.phone_wrong or contact.phone in wrong,
            to_confirm=row.state == BookingState.TO_CONFIRM or (row.state == BookingState.PLANNED and begun),
            coming=row.state == BookingState.PLANNED and not begun,
            correctable=row.state != BookingState.PLANNED and self.now <= until and begun,
            answers=self.answers(row),
            needs=[Need(need).label for need in contact.needs],
            **kwargs,
        )

    def answers(self, row: Any) -> list[tuple[str, str]]:
        """Return how the appointment may have ended besides; came or not is asked apart while it is to confirm."""
        came = [(BookingState.ATTENDED, _("Venu")), (BookingState.NO_SHOW, _("Absent"))]
        gone = [(BookingState.EXCUSED, _("Excusé")), (BookingState.REVOKED, _("Annulé par le service"))]
        known = gone if row.state == BookingState.TO_CONFIRM else [*came, *gone]
        return [(state.value, words) for state, words in known if state != row.state]

    def refused(self, contact: Any) -> str:
        """Return what the person does not want to receive, in words; "" when every message is welcome."""
        if contact.sms_refused and contact.email_refused:
            return _("Ni SMS, ni courriel : prévenez par téléphone.")
        if contact.sms_refused:
            return _("Pas de SMS.")
        return _("Pas de courriel.") if contact.email_refused else ""


class Attendance(OnAppointment, Page):
    """Came or not: one tap; later a correction."""

    permission = HANDLE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The buttons are on the appointment's page."""
        return HttpResponseRedirect(self.there())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm or correct, then back where one was."""
        answer, row = request.POST.get("venue", ""), self.object
        try:
            if answer in ("oui", "non"):
                changes.confirm(appointment_id=row.pk, came=answer == "oui", actor=self.actor, now=self.now)
            else:
                changes.correct(appointment_id=row.pk, state=answer, actor=self.actor, now=self.now)
        except ConumError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("C'est noté."))
        back = request.POST.get("retour") == "accueil" and row.place_id
        return HttpResponseRedirect(reverse("booking:reception", args=[row.place_id]) if back else self.there())


class PhoneMark(OnAppointment, Page):
    """The number is wrong, or good after all: one tap (BOO-29)."""

    permission = HANDLE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The button is on the appointment's page."""
        return HttpResponseRedirect(self.there())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Mark, then back."""
        wrong = request.POST.get("numero") == "faux"
        mark_phone(appointment_id=self.object.pk, wrong=wrong, actor=self.actor, now=self.now)  # type: ignore[arg-type]
        told = _("Numéro marqué comme faux : il ne reçoit plus de SMS.") if wrong else _("Numéro marqué comme bon.")
        messages.success(request, told)
        return HttpResponseRedirect(self.there())


class Revoke(OnAppointment, ObjectFormPage):
    """Cancel for the service: the person reads the reason and other times (BOO-26)."""

    permission = HANDLE
    template_name = "booking/revoke.html"
    form_class = ReasonForm
    success_message = gettext_lazy("Le rendez-vous est annulé.")

    def perform(self, form: Any) -> None:
        """Cancel, and say when the person could not be told."""
        reason = form.cleaned_data["reason"]
        changes.cancel_by_service(appointment_id=self.object.pk, reason=reason, actor=self.actor, now=self.now)
        self.object.refresh_from_db()
        warn_staff(self.request, [self.object], Occasion.REVOKED, now=self.now)

    def get_success_url(self) -> str:
        """Back to it."""
        return self.there()


class StaffMove(OnAppointment, DetailPage):
    """Other free times, each a button."""

    permission = HANDLE
    template_name = "booking/staff_move.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give a page of days, as staff see them."""
        row = self.object
        notice = notices.of_appointment(row)
        end = self.now + timedelta(days=180)
        places = [row.place_id] if row.place_id else None
        page = page_of_days(
            row.type, read_day(self.request.GET), notice.zone, self.now, end=end, audience="staff", place_ids=places,
            but=row.pk,
        )  # fmt: skip
        return super().get_context_data(page=page, notice=notice, back=self.there(), last=end, may_move=True, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Move; the person is told."""
        starts_at = read_instant(request.POST)
        row = self.object
        if starts_at is None:
            return HttpResponseRedirect(request.path)
        try:
            changes.move(appointment_id=row.pk, starts_at=starts_at, actor=self.actor, now=self.now)
        except SlotTaken as taken:
            messages.error(request, taken.message)
            return HttpResponseRedirect(request.path)
        except ConumError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Le rendez-vous est déplacé."))
            row.refresh_from_db()
            warn_staff(request, [row], Occasion.MOVED, now=self.now)
        return HttpResponseRedirect(self.there())
