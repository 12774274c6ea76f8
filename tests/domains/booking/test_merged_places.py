"""Two records of one place, people booking at both: what is to come follows the merge and comes back (PLA-34)."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from conum.domains.booking.models import AvailabilityRule
from conum.domains.places.operations.merging import merge_pair, take_back
from tests.domains.booking.rows import DATED, make_appointment, make_type, make_wait, make_workshop
from tests.domains.places.duplicates.twins import NOW, close, pair_of
from tests.factories_accounts import make_actor

pytestmark = pytest.mark.django_db


def permanence(place):
    kind = make_type()
    made = AvailabilityRule.objects.create(
        organisation=kind.organisation, place=place, first_day=NOW.date(), start_time=time(9), end_time=time(12),
        weekdays=[3], **DATED,
    )  # fmt: skip
    made.types.add(kind)
    return made


def test_PLA_34_what_is_to_come_follows_the_merge_and_comes_back():
    kept, merged = close()
    admin = make_actor("national_admin")
    rule, workshop, meeting = permanence(merged), make_workshop(NOW, place=merged), make_appointment(NOW, place=merged)
    here = permanence(kept)
    over = make_appointment(NOW, NOW - timedelta(days=3), place=merged)
    wait = make_wait(NOW, workshop)
    wait.places.add(merged)
    rows = [rule, here, workshop, meeting, over]

    pair = merge_pair(pair_of(kept, merged).pk, kept.pk, actor=admin, now=NOW)
    assert places_of(rows) == [kept.pk, kept.pk, kept.pk, kept.pk, merged.pk]
    assert list(wait.places.values_list("pk", flat=True)) == [kept.pk]

    take_back(pair.pk, actor=admin, now=NOW)
    assert places_of(rows) == [merged.pk, kept.pk, merged.pk, merged.pk, merged.pk]
    assert list(wait.places.values_list("pk", flat=True)) == [merged.pk]


def places_of(rows):
    for row in rows:
        row.refresh_from_db()
    return [row.place_id for row in rows]
