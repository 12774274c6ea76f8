"""Jobs of booking: the horizon that moves, what the clock brings, offers of the waiting list, forgetting."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.commons.files import operations as files
from conum.commons.files.models import StoredFile
from conum.domains.booking.enums import IMPORT_DRAFT
from conum.domains.booking.models import (
    Absence,
    ApiRequest,
    Appointment,
    Arrival,
    Contact,
    ContactMerge,
    Registration,
    TicketScreen,
    WebhookDelivery,
)
from conum.domains.booking.operations import (
    outside_calendars,
    reminding,
    retention,
    webhook_calls,
    written_calendars,
)
from conum.domains.booking.operations.absences import extend_absences
from conum.domains.booking.operations.changes import start_due
from conum.domains.booking.operations.clock import start_workshops, tell_under_minimum
from conum.domains.booking.operations.leaving import leave
from conum.domains.booking.operations.occurrences import extend_horizon
from conum.domains.booking.operations.offers import end_waits, expire_offers, make_offers
from conum.domains.booking.operations.series import extend_series
from conum.kernel.jobs import every, job
from conum.kernel.retention import purge


@every("20 1 * * *")
@job("booking.extend_horizon")
def extend(timestamp: int) -> None:
    """Write the coming days of presences and absences, up to the horizon."""
    now = timezone.now()
    while extend_horizon(now=now):
        pass
    extend_absences(now=now)
    extend_series(now=now)


@every("*/5 * * * *")
@job("booking.start_due")
def start(timestamp: int) -> None:
    """Ask for the attendance of what has begun."""
    while start_due(now=timezone.now()):
        pass
    start_workshops(now=timezone.now())


@every("0 7 * * *")
@job("booking.under_minimum")
def under_minimum(timestamp: int) -> None:
    """Ask whether tomorrow's workshops with too few registered are kept (BOO-42)."""
    tell_under_minimum(now=timezone.now())


@every("* * * * *")
@job("booking.offers")
def offers(timestamp: int) -> None:
    """Each minute, end the offers whose time has passed and offer what is free."""
    now = timezone.now()
    expire_offers(now=now)
    end_waits(now=now)
    make_offers(now=now)


@job("booking.counsellor_left")
def counsellor_left(*, person_id: str, organisation_id: str, last_day: str) -> None:
    """Stop the presences of who left an organisation, hand their bookings over or cancel them (REC-54)."""
    last = date.fromisoformat(last_day)
    leave(person_id=UUID(person_id), organisation_id=UUID(organisation_id), last_day=last, now=timezone.now())


@purge("booking.Contact", "privacy.booking_contact", _("Contacts des usagers après leur dernier rendez-vous"))
def old_contacts(before: datetime) -> QuerySet[Contact]:
    """Contacts that serve nothing since then."""
    return Contact.objects.filter(last_needed_at__lt=before, anonymised_at=None)


@old_contacts.erase
def anonymise_contacts(rows: list[Contact], now: datetime) -> None:
    """Anonymise them, and who sent them."""
    retention.anonymise_contacts([row.pk for row in rows], now=now)


WRITTEN = ~Q(context="") | ~Q(state_reason="") | ~Q(person_key="")


@purge("booking.Appointment", "privacy.booking_history", _("Historique des rendez-vous"))
def old_appointments(before: datetime) -> QuerySet[Appointment]:
    """Appointments that ended before, of which something is still written."""
    return Appointment.objects.filter(WRITTEN, ends_at__lt=before)


@old_appointments.erase
def forget_appointments(rows: list[Appointment], now: datetime) -> None:
    """Erase what was written; the dates stay, for counts."""
    retention.forget_history([row.pk for row in rows], Appointment)


@purge("booking.Registration", "privacy.booking_history", _("Historique des inscriptions aux ateliers"))
def old_registrations(before: datetime) -> QuerySet[Registration]:
    """Registrations in workshops that ended before, of which something is still written."""
    return Registration.objects.filter(WRITTEN, workshop__ends_at__lt=before)


@old_registrations.erase
def forget_registrations(rows: list[Registration], now: datetime) -> None:
    """Erase what was written."""
    retention.forget_history([row.pk for row in rows], Registration)


@purge("booking.Absence", "privacy.booking_history", _("Absences passées"))
def old_absences(before: datetime) -> QuerySet[Absence]:
    """Absences that are over."""
    return Absence.objects.filter(Q(every_weeks=0) | Q(until__lt=before.date()), ends_at__lt=before)


@old_absences.erase
def delete_absences(rows: list[Absence], now: datetime) -> None:
    """Delete them with the times they took."""
    Absence.objects.filter(pk__in=[row.pk for row in rows]).delete()


@purge("booking.Arrival", "booking.arrival_days", _("Téléphones laissés pour la journée"))
def old_arrivals(before: datetime) -> QuerySet[Arrival]:
    """Arrivals of the days before that still hold a phone."""
    return Arrival.objects.filter(arrived_at__lt=before).exclude(phone="")


@old_arrivals.erase
def forget_arrivals(rows: list[Arrival], now: datetime) -> None:
    """Erase the phones; the counts stay."""
    retention.forget_arrivals([row.pk for row in rows], now=now)


@purge("booking.ContactMerge", "privacy.booking_contact", _("Fiches réunies d'une même personne"))
def old_merges(before: datetime) -> QuerySet[ContactMerge]:
    """Merges as old as the contacts that are anonymised."""
    return ContactMerge.objects.filter(created_at__lt=before)


@old_merges.erase
def delete_merges(rows: list[ContactMerge], now: datetime) -> None:
    """Delete them: they cannot be taken back any more."""
    ContactMerge.objects.filter(pk__in=[row.pk for row in rows]).delete()


@purge("booking.TicketScreen", "booking.arrival_days", _("Adresses des écrans d'attente"))
def old_screens(before: datetime) -> QuerySet[TicketScreen]:
    """Screens of the days before."""
    return TicketScreen.objects.filter(created_at__lt=before)


@old_screens.erase
def delete_screens(rows: list[TicketScreen], now: datetime) -> None:
    """Delete them."""
    TicketScreen.objects.filter(pk__in=[row.pk for row in rows]).delete()


@purge("files.StoredFile/appointments", "booking.draft_kept", _("Fichiers de rendez-vous en attente d'import"))
def old_drafts(before: datetime) -> QuerySet[StoredFile]:
    """Files of an import that nobody finished."""
    return StoredFile.objects.filter(purpose=IMPORT_DRAFT.name, created_at__lt=before)


@old_drafts.erase
def drop_drafts(rows: list[StoredFile], now: datetime) -> None:
    """Erase them."""
    for row in rows:
        files.erase(row, now=now)


@every("*/5 * * * *")
@job("booking.remind", queue="mail")
def remind(timestamp: int) -> None:
    """Every five minutes, send the reminders that are due."""
    reminding.send_due(now=timezone.now())


@every("*/20 * * * *")
@job("booking.refresh_calendars")
def refresh_calendars(timestamp: int) -> None:
    """Three times an hour, ask for each followed calendar to be read again."""
    outside_calendars.refresh_all()


@job("booking.refresh_calendar")
def refresh_calendar(calendar_id: str) -> None:
    """Read one followed calendar again."""
    outside_calendars.refresh_calendar(calendar_id, now=timezone.now())


@every("*/5 * * * *")
@job("booking.write_calendars")
def write_calendars(timestamp: int) -> None:
    """Every five minutes, take up the calendars that are due to be written."""
    written_calendars.ask_all(now=timezone.now())


@job("booking.write_calendar")
def write_calendar(calendar_id: str) -> None:
    """Write our bookings in one calendar."""
    written_calendars.write_calendar(calendar_id, now=timezone.now())


@every("* * * * *")
@job("booking.tell_services")
def tell_services(timestamp: int) -> None:
    """Each minute, take up the services that something is due to."""
    webhook_calls.tell_all(now=timezone.now())


@job("booking.tell_service")
def tell_service(webhook_id: str) -> None:
    """Send one service what is due to it."""
    webhook_calls.tell_service(webhook_id, now=timezone.now())


@purge("booking.WebhookDelivery", "booking.webhook_kept", _("Envois aux logiciels des structures"))
def old_deliveries(before: datetime) -> QuerySet[WebhookDelivery]:
    """What was sent, or waited for a service, since before then."""
    return WebhookDelivery.objects.filter(created_at__lt=before)


@old_deliveries.erase
def delete_deliveries(rows: list[WebhookDelivery], now: datetime) -> None:
    """Delete them."""
    WebhookDelivery.objects.filter(pk__in=[row.pk for row in rows]).delete()


@purge("booking.ApiRequest", "booking.api_key_kept", _("Clés des requêtes de l'API"))
def old_requests(before: datetime) -> QuerySet[ApiRequest]:
    """Requests that no client repeats any more."""
    return ApiRequest.objects.filter(created_at__lt=before)


@old_requests.erase
def delete_requests(rows: list[ApiRequest], now: datetime) -> None:
    """Delete them; what they made stays."""
    ApiRequest.objects.filter(pk__in=[row.pk for row in rows]).delete()
