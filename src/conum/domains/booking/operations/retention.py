"""Forgetting those who booked, when their time is over (sheet 11)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from conum.domains.booking.models import (
    Appointment,
    Arrival,
    Contact,
    ContactMerge,
    Referrer,
    Registration,
    WaitingListEntry,
)
from conum.domains.booking.operations.tickets import forget_tickets

NAMELESS = dict.fromkeys(("first_name", "last_name", "phone", "email", "address", "person_key", "code_hash"), "")


@transaction.atomic
def anonymise_contacts(keys: Collection[UUID], *, now: datetime) -> None:
    """Keep nothing of these contacts that leads back to a person; their bookings stay, for counts (PRI-06)."""
    Contact.objects.filter(pk__in=keys).update(
        **NAMELESS, needs=[], beneficiary=None, anonymised_at=now, updated_at=now
    )
    for model in (Appointment, Registration):
        rows = model.objects.filter(contact__in=keys)
        referrers = list(rows.exclude(referrer=None).values_list("referrer", flat=True))
        rows.update(person_key="", context="", state_reason="")
        emptied = dict.fromkeys(("first_name", "last_name", "organisation", "email", "phone"), "")
        Referrer.objects.filter(pk__in=referrers).update(**emptied, anonymised_at=now, updated_at=now)
    WaitingListEntry.objects.filter(contact__in=keys).update(person_key="", updated_at=now)
    ContactMerge.objects.filter(Q(kept__in=keys) | Q(merged__in=keys)).delete()


def forget_history(keys: Collection[UUID], model: type[Appointment] | type[Registration]) -> None:
    """Erase what was written about old bookings."""
    model.objects.filter(pk__in=keys).update(context="", state_reason="", person_key="")


def forget_arrivals(keys: Collection[UUID], *, now: datetime) -> None:
    """Erase the phones left for the day of a visit, and the messages sent to them (BOO-52)."""
    forget_tickets(keys, now=now)
    Arrival.objects.filter(pk__in=keys).update(phone="")
