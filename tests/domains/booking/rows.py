"""Rows of booking for the tests of its pages and messages, written without its operations."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from conum.domains.booking.models import (
    Appointment,
    AppointmentType,
    Contact,
    Registration,
    WaitingListEntry,
    Workshop,
)
from tests.factories_accounts import LONG_AGO, make_organisation, make_person
from tests.factories_places import make_place

_numbers = count(1)
DATED = {"created_at": LONG_AGO, "updated_at": LONG_AGO}


def make_type(**fields: Any) -> AppointmentType:
    """A kind of appointment of 30 minutes that everybody books."""
    defaults = {
        "name": f"Aide aux démarches {next(_numbers)}",
        "min_delay": 1_800,
        "max_delay": 7_889_238,
        **DATED,
    }
    if "organisation" not in fields:
        fields["organisation"] = make_organisation()
    return AppointmentType.objects.create(**{**defaults, **fields})


def make_contact(now: datetime, **fields: Any) -> Contact:
    """Somebody reached by mobile and by mail."""
    number = next(_numbers)
    defaults = {
        "first_name": "Ana",
        "last_name": "Martin",
        "phone": f"+3361{number:07}",
        "email": f"ana{number}@example.org",
        "person_key": f"{number:064}",
        "last_needed_at": now + timedelta(days=30),
        **DATED,
    }
    return Contact.objects.create(**{**defaults, **fields})


def make_appointment(now: datetime, start: datetime | None = None, **fields: Any) -> Appointment:
    """An appointment in three days, at a place, with one professional."""
    kind = fields.pop("type", None) or make_type()
    people = fields.pop("people", None) or [make_person(first_name="Lucie")]
    start = start or now + timedelta(days=3)
    defaults = {
        "organisation": kind.organisation,
        "type": kind,
        "starts_at": start,
        "ends_at": start + timedelta(minutes=kind.duration),
        "state_at": now,
        "created_by_kind": "citizen",
        "created_at": now,
        "updated_at": now,
    }
    if "place" not in fields:
        fields["place"] = make_place(phones=["+33555000001"])
    if "contact" not in fields:
        fields["contact"] = make_contact(now)
    made = Appointment.objects.create(**{**defaults, "person_key": fields["contact"].person_key, **fields})
    made.people.set(people)
    return made


def make_workshop(now: datetime, start: datetime | None = None, **fields: Any) -> Workshop:
    """An open workshop of 10 seats in three days."""
    kind = fields.pop("type", None) or make_type(kind="workshop", duration=120)
    people = fields.pop("people", None) or [make_person(first_name="Lucie")]
    start = start or now + timedelta(days=3)
    defaults = {
        "organisation": kind.organisation,
        "type": kind,
        "title": f"Premiers pas sur tablette {next(_numbers)}",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "seats": 10,
        "state": "open",
        "created_at": now,
        "updated_at": now,
    }
    if "place" not in fields:
        fields["place"] = make_place(phones=["+33555000001"])
    made = Workshop.objects.create(**{**defaults, **fields})
    made.people.set(people)
    return made


def make_registration(now: datetime, workshop: Workshop | None = None, **fields: Any) -> Registration:
    """A registration of one person."""
    workshop = workshop or make_workshop(now)
    contact = fields.pop("contact", None) or make_contact(now)
    defaults = {
        "organisation": workshop.organisation,
        "workshop": workshop,
        "contact": contact,
        "person_key": contact.person_key,
        "state_at": now,
        "created_by_kind": "citizen",
        "created_at": now,
        "updated_at": now,
    }
    return Registration.objects.create(**{**defaults, **fields})


def make_wait(now: datetime, workshop: Workshop | None = None, **fields: Any) -> WaitingListEntry:
    """A wish for a seat, first in the queue."""
    workshop = workshop or make_workshop(now)
    contact = fields.pop("contact", None) or make_contact(now)
    defaults = {
        "organisation": workshop.organisation,
        "workshop": workshop,
        "contact": contact,
        "person_key": contact.person_key,
        "asked_at": now,
        "created_at": now,
        "updated_at": now,
    }
    return WaitingListEntry.objects.create(**{**defaults, **fields})
