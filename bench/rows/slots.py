"""Row `slots`: the first free slot of each of 155 places, six months ahead.

Ours is the one statement of the public pages (`queries.slots.next_slots`). Yardstick: day by day in Python, each
presence of each professional of these places is expanded for the day, each slot of it compared with what the
professional has taken, until the last day; rows already read into memory. Both give the same slots: that is asserted.

Sizes: 1× is the 155 places alone (310 professionals, 620 weekly presences, two kinds of appointment, full for 0 to 10
weeks then half full); at 10× and 100× the same 155 are asked among 1 550 and 15 500.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from bench.agendas import asked, grow
from bench.application import loaded
from bench.table import Figure, both, faster

NAME = "slots"
SIZES = ("1x", "10x", "100x")
PLACES, RUNS = 155, 25
TIMES, LIMIT = 100.0, 150.0


def measure(size: str) -> Figure:
    """Milliseconds of both."""
    with loaded("empty", as_owner=True):
        from django.utils import timezone  # noqa: PLC0415 – the application is set up only now

        now = timezone.now()
        grow(PLACES * int(size.removesuffix("x")), now)
        places = asked(PLACES)
        found, samples = _ours(places, now)
        expected, slow = _expanded(places, now)
    assert len(found) == PLACES and found == expected
    figure = faster(NAME, size, median(samples), slow, "ms", TIMES)
    return both(figure, median(samples) <= LIMIT, f"≤ {LIMIT:g} ms")


def _ours(places: list[Any], now: datetime) -> tuple[dict[Any, datetime], list[float]]:
    from conum.domains.booking.queries.slots import next_slots  # noqa: PLC0415

    samples = []
    for _run in range(RUNS):
        begun = perf_counter()
        found = next_slots(place_ids=places, now=now)
        samples.append((perf_counter() - begun) * 1000)
    return {place: slot.starts_at for place, slot in found.items()}, samples[3:]


def _expanded(places: list[Any], now: datetime) -> tuple[dict[Any, datetime], float]:
    from conum.domains.booking.models import AvailabilityRule, EngagedTime  # noqa: PLC0415
    from conum.domains.booking.queries.clocks import horizon  # noqa: PLC0415

    rules = list(AvailabilityRule.objects.filter(place__in=places).prefetch_related("people", "types"))
    people = {person.pk for rule in rules for person in rule.people.all()}
    taken: dict[Any, list[tuple[datetime, datetime]]] = {person: [] for person in people}
    for person, during in EngagedTime.objects.filter(person__in=people).values_list("person", "during"):
        taken[person].append((during.lower, during.upper))
    first, last = now.date(), horizon(now.date())
    begun = perf_counter()
    found: dict[Any, datetime] = {}
    for count in range((last - first).days + 1):
        day = first + timedelta(days=count)
        for rule in rules:
            for start in _of_day(rule, day, taken, now):
                found[rule.place_id] = min(start, found.get(rule.place_id, start))
    return found, (perf_counter() - begun) * 1000


def _of_day(
    rule: Any, day: Any, taken: dict[Any, list[tuple[datetime, datetime]]], now: datetime
) -> Iterator[datetime]:
    """The free slots of a presence on one day."""
    from conum.domains.booking.rules.recurrence import recurrence_of  # noqa: PLC0415

    usual = recurrence_of(rule)
    for held in usual.days(day, day):
        begins, ends = usual.instants(held)  # type: ignore[misc]
        for kind in rule.types.all():
            start, lasts = begins, timedelta(minutes=kind.duration)
            while start + lasts <= ends:
                late = now + timedelta(seconds=kind.min_delay) <= start <= now + timedelta(seconds=kind.max_delay)
                for person in rule.people.all():
                    if late and all(start >= busy[1] or start + lasts <= busy[0] for busy in taken[person.pk]):
                        yield start
                start += lasts
