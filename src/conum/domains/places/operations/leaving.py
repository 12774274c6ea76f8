"""Who leaves an employer leaves its places (REC-54)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from conum.commons.journal.operations import record
from conum.domains.places.models import PlacePerson
from conum.domains.places.operations.editing import FAMILY
from conum.domains.recruitment.queries.engaged import employers


@transaction.atomic
def end_presences(*, person_id: UUID, host_id: UUID, last_day: date, now: datetime) -> int:
    """End the presence of a person at the places of a host; a presence that would begin later is taken away.

    The places of others are left too when the person works for nobody else: they were there for this host (PLA-01).
    Nothing happens when the person goes on at the host, or when it is done already.

    Args:
        last_day: last day of presence.

    Returns: how many presences were ended.
    """
    employed = employers(person_id, localdate(now))
    if host_id in employed:
        return 0
    rows = _beyond(person_id, last_day)
    rows = rows.filter(place__organisation=host_id) if employed else rows
    taken = list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    for presence in taken:
        payload = {"last_day": last_day.isoformat()}
        record(family=FAMILY, action="place.end_presence", actor=None, subject=presence, payload=payload, now=now)
    held = PlacePerson.objects.filter(pk__in=[presence.pk for presence in taken])
    held.filter(starts_on__gt=last_day).delete()
    held.update(ends_on=last_day, updated_at=now)
    return len(taken)


def _beyond(person_id: UUID, last_day: date) -> QuerySet[PlacePerson]:
    return PlacePerson.objects.filter(Q(ends_on=None) | Q(ends_on__gt=last_day), person=person_id)
