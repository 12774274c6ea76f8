"""What the clock brings to workshops: they begin, or too few have registered the day before (BOO-42)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from conum.domains.booking.enums import BookingState, WorkshopState
from conum.domains.booking.events import WorkshopUnderMinimum
from conum.domains.booking.models import Registration, Workshop
from conum.domains.booking.parameters import WORKSHOP_MIN
from conum.domains.booking.rules.booking import enough_registered
from conum.domains.booking.workflow import REGISTRATION, WORKSHOP
from conum.kernel.events import publish

READY = (WorkshopState.OPEN, WorkshopState.FULL)
DAY = timedelta(days=1)


@transaction.atomic
def start_workshops(*, now: datetime) -> int:
    """Close the registrations of the workshops that begin, and ask for the attendance; returns how many."""
    rows = Workshop.objects.select_for_update(no_key=True, of=("self",), skip_locked=True)
    due = list(rows.filter(state__in=READY, starts_at__lte=now).order_by("pk"))
    for workshop in due:
        workshop.state, workshop.updated_at = WORKSHOP.target(workshop.state, "start"), now
        workshop.save(update_fields=["state", "updated_at"])
    held = Registration.objects.filter(workshop__in=due, state=BookingState.PLANNED)
    held.update(state=REGISTRATION.target(BookingState.PLANNED, "start"), state_at=now, updated_at=now)
    return len(due)


@transaction.atomic
def tell_under_minimum(*, now: datetime) -> int:
    """Tell of the workshops that begin between one and two days from now with too few registered.

    Run once a day, so that each workshop is told of once; returns how many.
    """
    least = WORKSHOP_MIN.on(localdate(now))
    near = Workshop.objects.filter(state__in=READY, starts_at__gt=now + DAY, starts_at__lte=now + 2 * DAY)
    few = [row for row in near.order_by("starts_at", "pk") if not enough_registered(row.registered, least)]
    for row in few:
        publish(WorkshopUnderMinimum(row.pk, row.organisation_id, row.registered, now))
    return len(few)
