"""Booking and telling in one transaction: no booking without its confirmation, no confirmation without its booking."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from conum.domains.booking.operations.appointments import Booked, book
from conum.domains.booking.operations.registrations import Registered, register
from conum.domains.booking.operations.telling import tell_booking, tell_queue
from conum.domains.booking.operations.waiting import Asked, ask_type, ask_workshop
from conum.domains.booking.queries.wordings import Occasion


@transaction.atomic
def book_and_tell(*, now: datetime, **asked: Any) -> Booked:
    """Book a slot (arguments and refusals of `appointments.book`) and queue its confirmation with the code.

    The code exists only at that instant: the table keeps its hash. The same request again tells nothing again.
    """
    made = book(now=now, **asked)
    if made.code:
        tell_booking(made.appointment, Occasion.BOOKED, now=now, code=made.code)
    return made


@transaction.atomic
def register_and_tell(*, now: datetime, **asked: Any) -> Registered:
    """Register in a workshop (arguments and refusals of `registrations.register`) and queue the confirmation."""
    made = register(now=now, **asked)
    if made.code:
        tell_booking(made.registration, Occasion.BOOKED, now=now, code=made.code)
    return made


@transaction.atomic
def wish_and_tell(*, now: datetime, **asked: Any) -> Asked:
    """Wait for a slot of a type, or an earlier one (arguments and refusals of `waiting.ask_type`); it is confirmed."""
    made = ask_type(now=now, **asked)
    if made.code:
        tell_queue(made.entry, now=now)
    return made


@transaction.atomic
def wait_and_tell(*, now: datetime, **asked: Any) -> Asked:
    """Join the waiting list of a workshop (arguments and refusals of `waiting.ask_workshop`); it is confirmed."""
    made = ask_workshop(now=now, **asked)
    if made.code:
        tell_queue(made.entry, now=now)
    return made
