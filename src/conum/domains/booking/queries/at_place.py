"""What booking hangs on a place, and which follows it into the record it is merged with (PLA-34).

What is over stays where it happened. Nobody is told: the place is the same, its address leads to the kept record.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from conum.domains.booking.models import (
    Appointment,
    AvailabilityRule,
    OpeningChoice,
    WaitingListEntry,
    Workshop,
    WorkshopSeries,
)
from conum.domains.places.models import Place


def permanences(merged: Place, _kept: Place, _now: datetime) -> QuerySet[AvailabilityRule]:
    """Return the permanences held there."""
    return AvailabilityRule.objects.filter(place=merged)


def series(merged: Place, _kept: Place, _now: datetime) -> QuerySet[WorkshopSeries]:
    """Return the series of workshops held there."""
    return WorkshopSeries.objects.filter(place=merged)


def workshops(merged: Place, _kept: Place, now: datetime) -> QuerySet[Workshop]:
    """Return the workshops not yet over."""
    return Workshop.objects.filter(place=merged, ends_at__gt=now)


def appointments(merged: Place, _kept: Place, now: datetime) -> QuerySet[Appointment]:
    """Return the appointments not yet over."""
    return Appointment.objects.filter(place=merged, ends_at__gt=now)


def opening_choices(merged: Place, kept: Place, _now: datetime) -> QuerySet[OpeningChoice]:
    """Return the choices of Sundays and holidays of who has made none at the kept record."""
    made = OpeningChoice.objects.filter(place=kept).values("organisation")
    return OpeningChoice.objects.filter(place=merged).exclude(organisation__in=made)


def offers_held(merged: Place, _kept: Place, _now: datetime) -> QuerySet[WaitingListEntry]:
    """Return those who wait and are offered a slot there."""
    return WaitingListEntry.objects.filter(offered_place=merged)


def places_wished(merged: Place, kept: Place, _now: datetime) -> QuerySet[Any]:
    """Return the wishes for this place of those who do not wish for the kept record already."""
    wishes = WaitingListEntry.places.through._default_manager
    already = wishes.filter(place=kept).values("waitinglistentry")
    return wishes.filter(place=merged).exclude(waitinglistentry__in=already)
