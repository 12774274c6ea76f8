"""What becomes of the presences and bookings of a professional who leaves an organisation (REC-54).

Each booking is handled in a transaction of its own, locks in the usual order: the work may stop anywhere and be begun
again, it then takes up what is left.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from conum.domains.booking.enums import BookingState
from conum.domains.booking.events import PresenceChanged
from conum.domains.booking.models import Appointment, AvailabilityRule, Workshop, WorkshopSeries
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.feeds import revoke
from conum.domains.booking.operations.handing_over import UNBEGUN, hand_over, hand_over_workshop
from conum.domains.booking.operations.leaving_notices import tell_series_stopped
from conum.domains.booking.operations.locks import lock_people
from conum.domains.booking.operations.occurrences import rewrite
from conum.domains.booking.operations.written_calendars import stop
from conum.domains.booking.queries.clocks import zone_of
from conum.domains.booking.rules.recurrence import midnight
from conum.domains.recruitment.queries.engaged import employers
from conum.kernel.events import publish


def leave(*, person_id: UUID, organisation_id: UUID, last_day: date, now: datetime) -> None:
    """Stop the presences of a professional, hand over or cancel what they had promised after their last day.

    Nothing happens when they go on in the organisation, and nothing more when it is done already. The calendar feed
    of who works nowhere any more is revoked.
    """
    remaining = employers(person_id, localdate(now))
    if organisation_id in remaining:
        return
    if not remaining:
        revoke(person_id, None, now)
        stop(person_id, None, now)
    since = max(now, midnight(last_day + timedelta(days=1), zone_of(None, organisation_id)))
    stop_presences(person_id=person_id, organisation_id=organisation_id, last_day=last_day, now=now)
    stop_series(person_id=person_id, organisation_id=organisation_id, now=now)
    ahead = {"organisation": organisation_id, "people": person_id, "starts_at__gte": since}
    appointments = Appointment.objects.filter(**ahead, state=BookingState.PLANNED).order_by("starts_at", "pk")
    for key in list(appointments.values_list("pk", flat=True)):
        hand_over(appointment_id=key, person_id=person_id, now=now)
    workshops = Workshop.objects.filter(**ahead, state__in=UNBEGUN).order_by("starts_at", "pk")
    for key in list(workshops.values_list("pk", flat=True)):
        hand_over_workshop(workshop_id=key, person_id=person_id, now=now)


@transaction.atomic
def stop_presences(*, person_id: UUID, organisation_id: UUID, last_day: date, now: datetime) -> None:
    """End the presences held alone on the last day; those held with colleagues go on without the person."""
    lock_people([person_id], now)
    rows = AvailabilityRule.objects.filter(organisation=organisation_id, people=person_id, active=True)
    for rule in rows.exclude(until__lte=last_day).select_for_update(no_key=True, of=("self",)).order_by("pk"):
        if rule.people.exclude(pk=person_id).exists():
            rule.people.remove(person_id)
        elif rule.first_day > last_day:
            rule.active = False
        else:
            rule.until = last_day
        rule.updated_at = now
        rule.save(update_fields=["active", "until", "updated_at"])
        rewrite(rule, now)
        journal("rule.leave", rule, organisation_id, None, now, place=rule.place_id, until=rule.until)
        publish(PresenceChanged(rule.pk, organisation_id, rule.place_id, None, now))


@transaction.atomic
def stop_series(*, person_id: UUID, organisation_id: UUID, now: datetime) -> None:
    """Take the person out of the series they lead; a series that nobody leads makes no new date."""
    lock_people([person_id], now)
    rows = WorkshopSeries.objects.filter(organisation=organisation_id, people=person_id, active=True)
    for series in rows.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        series.people.remove(person_id)
        series.active, series.updated_at = series.people.exists(), now
        series.save(update_fields=["active", "updated_at"])
        journal("series.leave", series, organisation_id, None, now, active=series.active)
        if not series.active:
            tell_series_stopped(series, now=now)
