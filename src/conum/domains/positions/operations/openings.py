"""The opening day of a class: who asked to be told of it is told, once (POS-02)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conum.commons.accounts.enums import EmployerClass
from conum.domains.positions.models import OpeningInterest
from conum.domains.positions.operations import mails
from conum.domains.positions.operations.filing import opening_day

AT_ONCE = 200  # mails queued in one transaction


@transaction.atomic
def tell_openings(*, now: datetime) -> int:
    """Tell some of those who registered their interest in a class that is open by now; returns how many.

    Called until it returns 0. A row told is marked in the transaction that queues its mail, and the mail has a key:
    run again, or twice at once, it tells nobody twice.
    """
    day = timezone.localdate(now)
    opened = [one for one in EmployerClass.values if opening_day(one, day) <= day]
    rows = OpeningInterest.objects.select_for_update(skip_locked=True).order_by("created_at", "pk")
    waiting = list(rows.filter(told_at__isnull=True, employer_class__in=opened)[:AT_ONCE])
    for interest in waiting:
        mails.tell_opening(interest, opening_day(interest.employer_class, day), now)
    OpeningInterest.objects.filter(pk__in=[interest.pk for interest in waiting]).update(told_at=now)
    return len(waiting)
