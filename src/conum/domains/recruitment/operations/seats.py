"""The seat of a contract: the assignment of its post, opened and closed through positions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from conum.commons.accounts.models import Actor
from conum.domains.positions.models import PostAssignment
from conum.domains.positions.operations.posts import close_assignment, open_assignment
from conum.domains.recruitment.models import EmploymentContract


def open_seat(contract: EmploymentContract, actor: Actor | None, *, now: datetime) -> PostAssignment:
    """Put the person on the post from the first day of the contract.

    Days of an assignment include both ends: a contract that starts the very day another ended (REC-42) takes the
    post the day after.
    """
    previous = Q(attachment=contract.attachment_id) | Q(counsellor=contract.person_id)
    last = PostAssignment.objects.filter(previous, ends_on__isnull=False).aggregate(day=Max("ends_on"))["day"]
    starts_on = max(contract.starts_on, last + timedelta(days=1)) if last else contract.starts_on
    return open_assignment(contract.attachment_id, contract.person_id, contract.pk, starts_on, actor=actor, now=now)


def close_seat(contract: EmploymentContract, ends_on: date, actor: Actor | None, *, now: datetime) -> None:
    """End the assignment on the last day worked: the post is vacant the day after."""
    seat = contract.assignment
    if seat is not None:
        close_assignment(seat.pk, max(ends_on, seat.starts_on), actor=actor, now=now)
