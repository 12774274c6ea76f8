"""Permanences of one person at the same hours: allowed, said (BOO-07)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from conum.domains.booking.models import AvailabilityRule, Occurrence

AHEAD = timedelta(days=60)


def overlapping(rule: AvailabilityRule, now: datetime) -> list[AvailabilityRule]:
    """Return the other permanences of its people that overlap it in the next two months."""
    mine = Occurrence.objects.filter(rule=rule, starts_at__gte=now, starts_at__lt=now + AHEAD)
    others = AvailabilityRule.objects.filter(people__in=rule.people.all(), active=True).exclude(pk=rule.pk)
    same = Occurrence.objects.filter(rule__in=others.values("pk"), starts_at__gte=now - timedelta(days=1))
    met = same.filter(Exists(mine.filter(during__overlap=OuterRef("during"))))
    return list(others.filter(pk__in=met.values("rule")).distinct().order_by("pk")[:5])
