"""A week of a professional or of a team: presences, appointments, workshops, absences, outside events, day by day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor, Membership, Person
from conum.domains.booking.enums import BookingState, WorkshopState
from conum.domains.booking.models import BusyTime, Occurrence, Workshop
from conum.domains.booking.permissions import (
    EDIT_RULES,
    STAFF,
    absences_visible_to,
    appointments_visible_to,
    of_team,
    rules_visible_to,
    workshops_visible_to,
)
from conum.domains.booking.queries.notices import PARIS, hour_words, zone_of
from conum.domains.booking.queries.offering import seats_words
from conum.domains.booking.rules.recurrence import midnight

GONE = (BookingState.EXCUSED, BookingState.REVOKED)


@dataclass(frozen=True)
class Item:
    """One line of a day: `kind` is presence, appointment, workshop, absence or outside (another calendar).

    `title`: of a presence, which says it is one whatever its own title; `colour`: of the type, beside its name;
    `may`: the actor keeps it.
    """

    kind: str
    start: datetime
    end: datetime
    hours: str
    row: Any
    people: str
    detail: str = ""
    over: bool = False
    title: str = ""
    colour: str = ""
    may: bool = False


@dataclass(frozen=True)
class WeekDay:
    """A day and what happens on it, in order."""

    day: date
    label: str
    today: bool
    items: list[Item] = field(default_factory=list)


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def colleagues(actor: Actor) -> list[Person]:
    """Return the professionals whose calendar the actor may see, in order of name."""
    held = Membership.objects.filter(organisation=actor.organisation_id, role__in=STAFF.split(), ends_on=None)
    rows = Person.objects.filter(pk__in=held.values("person"), is_active=True) if actor.organisation_id else ()
    known = {person.pk: person for person in rows}
    if actor.person_id not in known:
        known |= {person.pk: person for person in Person.objects.filter(pk=actor.person_id)}
    return sorted(known.values(), key=lambda person: (person.last_name, person.first_name, person.pk))


def week_of(actor: Actor, first: date, people: Collection[UUID], now: datetime) -> list[WeekDay]:
    """Return the seven days from a Monday, for these professionals; five statements and their people."""
    start, end = midnight(first, PARIS), midnight(first + timedelta(days=7), PARIS)
    items = [
        *_presences(actor, start, end, people),
        *_appointments(actor, start, end, people),
        *_workshops(actor, start, end, people),
        *_absences(actor, start, end, people),
        *_outside(start, end, people),
    ]
    today = now.astimezone(ZoneInfo(PARIS)).date()
    days = [first + timedelta(days=count) for count in range(7)]
    made = {day: WeekDay(day, date_format(day, "l j F"), day == today) for day in days}
    for item in sorted(items, key=lambda item: (item.start, item.kind)):
        day = item.start.astimezone(ZoneInfo(_zone(item))).date()
        made.get(max(day, first), made[first]).items.append(item)
    return list(made.values())


def to_confirm(actor: Actor) -> int:
    """Return how many past appointments wait for the actor to say whether the person came."""
    return appointments_visible_to(actor).filter(state=BookingState.TO_CONFIRM).distinct().count()


def workshops_to_close(actor: Actor) -> int:
    """Return how many workshops have begun and wait for their attendance."""
    return workshops_visible_to(actor).filter(state=WorkshopState.CLOSED).distinct().count()


def _zone(item: Item) -> str:
    if item.kind == "presence":
        return str(item.row.rule.timezone)
    if item.kind == "outside":
        return PARIS
    if item.kind in ("workshop", "absence"):
        return str(item.row.timezone)
    return zone_of(item.row.place, item.row.organisation)


def _hours(start: datetime, end: datetime, zone: str) -> str:
    return f"{hour_words(start, zone)} – {hour_words(end, zone)}"


def _names(people: Any) -> str:
    return ", ".join(str(person) for person in people.all())


def _presences(actor: Actor, start: datetime, end: datetime, people: Collection[UUID]) -> list[Item]:
    rules = rules_visible_to(actor).filter(people__in=people, active=True)
    rows = Occurrence.objects.filter(rule__in=rules.values("pk"), during__overlap=(start, end), starts_at__lt=end)
    rows = rows.select_related("rule__place").prefetch_related("rule__people")
    of_team((row.rule for row in rows), actor)
    return [
        Item(
            "presence", row.during.lower, row.during.upper,
            _hours(row.during.lower, row.during.upper, row.rule.timezone),
            row, _names(row.rule.people), row.rule.place.name if row.rule.place else _("À distance"),
            title=presence_title(row.rule.title), may=EDIT_RULES.allows(actor, row.rule),
        )
        for row in rows
    ]  # fmt: skip


def presence_title(title: str) -> str:
    """Return `Permanence`, `Permanence : Mairie`, or the title when it says the word itself."""
    word = _("Permanence")
    if not title or word.casefold() in title.casefold():
        return title or word
    return f"{word} : {title}"


def _appointments(actor: Actor, start: datetime, end: datetime, people: Collection[UUID]) -> list[Item]:
    rows = appointments_visible_to(actor).filter(people__in=people, starts_at__gte=start, starts_at__lt=end)
    shown = rows.exclude(state__in=GONE).distinct()
    related = ("type", "contact", "place__commune__department", "organisation__commune__department")
    return [
        Item(
            "appointment", row.starts_at, row.ends_at,
            _hours(row.starts_at, row.ends_at, zone_of(row.place, row.organisation)), row, _names(row.people),
            row.type.name, colour=row.type.colour,
        )
        for row in shown.select_related(*related).prefetch_related("people")
    ]  # fmt: skip


def _workshops(actor: Actor, start: datetime, end: datetime, people: Collection[UUID]) -> list[Item]:
    rows = workshops_visible_to(actor).filter(people__in=people, starts_at__gte=start, starts_at__lt=end)
    return [
        Item(
            "workshop", row.starts_at, row.ends_at, _hours(row.starts_at, row.ends_at, row.timezone), row,
            _names(row.people), f"{row.type.name} · {_workshop_words(row)}", row.state == WorkshopState.CANCELLED,
            colour=row.type.colour,
        )
        for row in rows.distinct().select_related("place", "type").prefetch_related("people")
    ]  # fmt: skip


def _workshop_words(row: Workshop) -> str:
    if row.state in (WorkshopState.OPEN, WorkshopState.FULL):
        return seats_words(row)
    return row.get_state_display()


def _absences(actor: Actor, start: datetime, end: datetime, people: Collection[UUID]) -> list[Item]:
    rows = absences_visible_to(actor).filter(person__in=people).select_related("person").prefetch_related("times")
    return [
        Item(
            "absence", max(time.during.lower, start), min(time.during.upper, end),
            _hours(time.during.lower, time.during.upper, row.timezone), row, str(row.person), _("Absence"),
        )
        for row in rows
        for time in row.times.all()
        if time.during.lower < end and time.during.upper > start
    ]  # fmt: skip


def _outside(start: datetime, end: datetime, people: Collection[UUID]) -> list[Item]:
    """Times read from the calendars of elsewhere: nothing is known of them but that they are taken (BOO-27)."""
    rows = BusyTime.objects.filter(calendar__isnull=False, person__in=people, during__overlap=(start, end))
    return [
        Item(
            "outside", max(row.during.lower, start), min(row.during.upper, end),
            _hours(row.during.lower, row.during.upper, PARIS), row, str(row.person), _("Occupé (autre agenda)"),
        )
        for row in rows.select_related("person")
    ]  # fmt: skip
