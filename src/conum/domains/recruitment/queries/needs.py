"""Needs: which hosts must be looked at again, and the own ones of a host."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from conum.domains.positions.models import PostAssignment, PostAttachment

LOOK_BACK_DAYS = 3


def hosts_changed_by_date(today: date) -> list[UUID]:
    """Return the hosts with a post that changed state by the calendar alone on `today` or the days before (REC-36).

    An attachment or an assignment that starts today or ended yesterday; three days earlier are looked at again, for
    the days when the job did not run.
    """
    first = today - timedelta(days=LOOK_BACK_DAYS)
    turns = Q(starts_on__range=(first, today)) | Q(
        ends_on__range=(first - timedelta(days=1), today - timedelta(days=1))
    )
    attached = PostAttachment.objects.filter(turns).values_list("host", flat=True)
    seated = PostAssignment.objects.filter(turns).values_list("attachment__host", flat=True)
    return sorted({*attached, *seated})
