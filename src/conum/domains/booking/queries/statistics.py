"""Figures of appointments and participations: one statement counts them in every way at once (sheet 06 section 11)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, DateField, DateTimeField, F, Func, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import BookingState, CreatorKind
from conum.domains.booking.models import Registration
from conum.domains.booking.permissions import appointments_visible_to, counted_for, workshops_visible_to
from conum.domains.booking.queries.clocks import PARIS

DEPARTMENT = 3  # a territory is a département up to three signs, a commune with five


class Way(StrEnum):
    """How bookings are told apart."""

    WEEK = "week"
    STATE = "state"
    TYPE = "type"
    CREATOR = "creator"
    PLACE = "place"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    TOTAL = "total"


WAYS = tuple(way for way in Way if way != Way.TOTAL)
COUNTED = """
WITH booking (week, state, type, type_name, creator, place, place_name, department, department_name, commune,
              commune_name, appointments, people) AS ({bookings})
SELECT grouping(week, state, type, creator, place, department, commune) AS way, week,
       coalesce(state, creator, type_name, place_name, department_name, commune_name, ''),
       sum(appointments), sum(people),
       coalesce(sum(people) FILTER (WHERE state = %s), 0), coalesce(sum(people) FILTER (WHERE state = %s), 0)
  FROM booking
 GROUP BY GROUPING SETS ((week), (state), (type, type_name), (creator), (place, place_name),
                         (department, department_name), (commune, commune_name), ())
"""


@dataclass(frozen=True)
class Asked:
    """What is counted: local days of the start, both included; what is left empty keeps everything.

    `territory` is the code of a département or of a commune.
    """

    first: date
    last: date
    type: UUID | None = None
    place: UUID | None = None
    territory: str = ""
    state: str = ""


@dataclass(frozen=True)
class Count:
    """One line of figures.

    Attributes:
        label: words of the line; `day` is the Monday of a week, None elsewhere.
        appointments: individual appointments.
        people: participations: one for each appointment, and the size of the party of each registration.
        attended, absent: participations whose person came, or did not come without a word.
    """

    way: Way
    label: str
    appointments: int = 0
    people: int = 0
    attended: int = 0
    absent: int = 0
    day: date | None = None

    @property
    def absence_rate(self) -> float | None:
        """Absent among those whose presence was noted, in percents; None when it was noted for nobody."""
        noted = self.attended + self.absent
        return round(100 * self.absent / noted, 1) if noted else None


@dataclass(frozen=True)
class Statistics:
    """The lines of each way, and the total."""

    lines: dict[Way, list[Count]] = field(default_factory=dict)
    total: Count = field(default_factory=lambda: Count(Way.TOTAL, ""))

    def weeks(self) -> list[Count]:
        """Return each week from the first to the last that has bookings, those without any included."""
        known = {line.day: line for line in self.lines[Way.WEEK]}
        days = sorted(day for day in known if day)
        count = (days[-1] - days[0]).days // 7 + 1 if days else 0
        every = [days[0] + timedelta(weeks=rank) for rank in range(count)]
        return [known.get(day) or _line(Way.WEEK, day, "") for day in every]


def statistics(actor: Actor, asked: Asked) -> Statistics:
    """Return the figures of what the actor answers for, by one statement."""
    parts = [*_written(_appointments(actor, asked)), *_written(_registrations(actor, asked))]
    if not parts:
        return Statistics({way: [] for way in WAYS})
    text = COUNTED.format(bookings=" UNION ALL ".join(sql for sql, _params in parts))
    values = [value for _sql, params in parts for value in params]
    with connection.cursor() as cursor:
        cursor.execute(text, [*values, BookingState.ATTENDED, BookingState.NO_SHOW])
        rows = cursor.fetchall()
    found: dict[Way, list[Count]] = {way: [] for way in Way}
    for mask, week, name, *numbers in rows:
        way = _way(mask)
        found[way].append(_line(way, week, name, *(int(number or 0) for number in numbers)))
    total = found.pop(Way.TOTAL)[0]
    return Statistics({way: _sorted(way, lines) for way, lines in found.items()}, total)


def _written(rows: QuerySet[Any]) -> list[tuple[str, tuple[Any, ...]]]:
    """Return the statement of these rows; nothing for who sees none at all."""
    try:
        return [rows.query.sql_with_params()]
    except EmptyResultSet:
        return []


def _way(mask: int) -> Way:
    """Tell which set a line is of: `grouping` has a bit for each key left out."""
    kept = [way for rank, way in enumerate(reversed(WAYS)) if not mask >> rank & 1]
    return kept[0] if kept else Way.TOTAL


def _line(way: Way, week: date | None, name: str, *numbers: int) -> Count:
    words = {
        Way.WEEK: lambda: _("Semaine du %s") % date_format(cast(date, week), "d/m/Y"),
        Way.STATE: lambda: str(BookingState(name).label),
        Way.CREATOR: lambda: str(CreatorKind(name).label),
    }.get(way, lambda: name or _("Sans lieu (téléphone, visioconférence, domicile)"))
    return Count(way, words() if way != Way.TOTAL else _("Total"), *numbers, day=week)


def _sorted(way: Way, lines: list[Count]) -> list[Count]:
    """Weeks and states in their order, the rest from the largest to the smallest."""
    if way == Way.WEEK:
        return sorted(lines, key=lambda line: cast(date, line.day))
    if way == Way.STATE:
        order = [str(label) for label in BookingState.labels]
        return sorted(lines, key=lambda line: order.index(line.label))
    return sorted(lines, key=lambda line: (-line.people, line.label))


def _appointments(actor: Actor, asked: Asked) -> QuerySet[Any]:
    rows = _kept(counted_for(actor, appointments_visible_to(actor)), asked)
    rows = rows.filter(state=asked.state) if asked.state else rows
    clock = _clock("place__", "organisation__")
    return _columns(rows, asked, clock, "", Value(1), Value(1))


def _registrations(actor: Actor, asked: Asked) -> QuerySet[Any]:
    workshops = _kept(counted_for(actor, workshops_visible_to(actor)), asked)
    rows = Registration.objects.filter(workshop__in=workshops.order_by().values("pk"))
    rows = rows.filter(state=asked.state) if asked.state else rows
    return _columns(rows, asked, F("workshop__timezone"), "workshop__", Value(0), F("party_size"))


def _kept(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Keep what is asked for; the days are a day wider than asked, for the index: clocks differ."""
    zone, midnight = get_current_timezone(), time()
    first = datetime.combine(asked.first - timedelta(days=1), midnight, zone)
    rows = rows.filter(starts_at__gte=first, starts_at__lt=datetime.combine(asked.last, midnight, zone) + 2 * DAY)
    rows = rows.filter(type=asked.type) if asked.type else rows
    rows = rows.filter(place=asked.place) if asked.place else rows
    if not asked.territory:
        return rows
    inside = "place__commune" if len(asked.territory) > DEPARTMENT else "place__commune__department"
    return rows.filter(**{inside: asked.territory})


DAY = timedelta(days=1)


def _clock(*owners: str) -> Any:
    return Coalesce(*(f"{owner}commune__department__timezone" for owner in owners), Value(PARIS))


def _columns(rows: QuerySet[Any], asked: Asked, clock: Any, at: str, appointments: Any, people: Any) -> QuerySet[Any]:
    """The columns of `COUNTED`, in its order; days by the clock of the place (BOO-03)."""
    local = Func(clock, F(f"{at}starts_at"), function="timezone", output_field=DateTimeField())
    week = Func(Value("week"), local, function="date_trunc", output_field=DateTimeField())
    place, commune = f"{at}place", f"{at}place__commune"
    return (
        rows.order_by()
        .annotate(local_day=Cast(local, DateField()))
        .filter(local_day__range=(asked.first, asked.last))
        .values_list(
            Cast(week, DateField()), F("state"), F(f"{at}type"), F(f"{at}type__name"), F("created_by_kind"),
            F(place), F(f"{place}__name"), F(f"{commune}__department"), F(f"{commune}__department__name"),
            Cast(F(commune), CharField()), F(f"{commune}__name"), Cast(appointments, IntegerField()),
            Cast(people, IntegerField()),
        )
    )  # fmt: skip
