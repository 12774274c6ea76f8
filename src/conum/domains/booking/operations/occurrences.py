"""Presences written day by day up to the horizon: slots are then computed by the database alone (BOO-01, BOO-08)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from conum.domains.booking.models import AvailabilityRule, Occurrence, RuleException
from conum.domains.booking.queries.clocks import NATIONAL, departments, horizon
from conum.domains.booking.queries.opening import ClosedDays
from conum.domains.booking.rules.recurrence import open_part, recurrence_of
from conum.kernel.ids import new_id

COPY = "COPY booking_occurrence (id, rule_id, day, starts_at, during) FROM STDIN"
BATCH = 500
Part = tuple[date, datetime, datetime, datetime]


@transaction.atomic
def write_occurrences(
    rules: Sequence[AvailabilityRule], first: date, last: date, identify: Callable[[], UUID] = new_id
) -> int:
    """Write the occurrences of these rules from one day to another, in place of those that were there.

    Exceptions, Sundays and public holidays are applied. Occurrences after `last` are removed: the horizon moves.
    `identify` gives the identifiers.

    Returns: the number of occurrences written.
    """
    Occurrence.objects.filter(rule__in=rules, day__gte=first).delete()
    rows = (
        [(identify(), *row) for row in _rows(rules, first, last)] if last >= first else []
    )  # before COPY: it holds the connection
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(row)
    AvailabilityRule.objects.filter(pk__in=[rule.pk for rule in rules]).update(materialised_until=last)
    return len(rows)


def rewrite(rule: AvailabilityRule, now: datetime) -> None:
    """Write again the occurrences of a rule from today on, after a change."""
    today = localdate(now) - timedelta(days=1)  # yesterday is still today further west
    write_occurrences([rule] if rule.active else [], today, horizon(today))
    if not rule.active:
        Occurrence.objects.filter(rule=rule, day__gte=today).delete()


def extend_horizon(*, now: datetime, batch: int = BATCH) -> bool:
    """Write the coming days of the rules whose horizon has come near; True when some were left for another call."""
    today = localdate(now)
    last = horizon(today)
    due = AvailabilityRule.objects.filter(active=True).exclude(materialised_until__gte=last - timedelta(days=7))
    rules = list(due.order_by("pk")[:batch])
    write_occurrences(rules, today - timedelta(days=1), last)
    return len(rules) == batch


def _rows(rules: Sequence[AvailabilityRule], first: date, last: date) -> Iterator[tuple[Any, ...]]:
    exceptions, closed = _exceptions(rules, first, last), ClosedDays(first, last)
    codes = departments({rule.place_id for rule in rules if rule.place_id}, {rule.organisation_id for rule in rules})
    for rule in rules:
        department = codes.get(rule.place_id) or codes.get(rule.organisation_id) or NATIONAL
        days = closed.of(rule.organisation_id, rule.place_id, department)
        for day, start, opens, closes in _parts(rule, first, last, exceptions.get(rule.pk, {}), days):
            yield rule.pk, day, start, f"[{opens.isoformat()},{closes.isoformat()})"


def _exceptions(rules: Iterable[AvailabilityRule], first: date, last: date) -> dict[Any, dict[date, RuleException]]:
    found: dict[Any, dict[date, RuleException]] = {}
    for row in RuleException.objects.filter(rule__in=list(rules), day__range=(first, last)):
        found.setdefault(row.rule_id, {})[row.day] = row
    return found


def _parts(
    rule: AvailabilityRule, first: date, last: date, exceptions: dict[date, RuleException], closed: frozenset[date]
) -> Iterator[Part]:
    """Each day of the rule: the day, the start of the grid, and what is open."""
    usual = recurrence_of(rule)
    for day in usual.days(first, last):
        other = exceptions.get(day)
        if other and other.cancelled:
            continue
        held = usual.at(other.start_time, other.end_time, other.ends_next_day) if other else usual
        instants = held.instants(day)
        part = open_part(*instants, day, rule.timezone, closed) if instants else None
        if instants and part:
            yield day, instants[0], *part
