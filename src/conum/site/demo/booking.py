"""When the professionals of the demonstration are there: kinds of appointment, weekly presences, days apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership
from conum.commons.territories.queries.holidays import time_zone
from conum.domains.booking.enums import AbsenceKind, Access, BookableBy, Colour, Frequency, LocationKind, TypeKind
from conum.domains.booking.models import Absence, AppointmentType, AvailabilityRule, BusyTime, RuleException
from conum.domains.booking.operations.occurrences import write_occurrences
from conum.domains.booking.parameters import MAX_DELAY, MIN_DELAY
from conum.domains.booking.queries.clocks import horizon
from conum.domains.places.models import Place, PlacePerson
from conum.site.demo.draw import Stream
from conum.site.demo.world import PARIS, World
from conum.site.demo.writing import Writer

BEFORE = timedelta(days=21)
"""How far back the agenda of the demonstration goes."""
BATCH = 500
ALONE, QUICK, PHONE, FOLLOWED, GROUP = "alone", "quick", "phone", "followed", "group"
KINDS: dict[str, dict[str, Any]] = {
    ALONE: {
        "name": "Accompagnement individuel",
        "duration": 60,
        "colour": Colour.BLUE_FRANCE,
        "instructions": "Venez avec votre téléphone ou votre ordinateur, son chargeur et vos mots de passe.",
    },
    QUICK: {"name": "Coup de main rapide", "duration": 30, "colour": Colour.GREEN_EMERAUDE},
    PHONE: {
        "name": "Aide par téléphone",
        "duration": 30,
        "colour": Colour.YELLOW_MOUTARDE,
        "location_kind": LocationKind.PHONE,
        "fields_asked": ["phone"],
    },
    FOLLOWED: {
        "name": "Suivi personnalisé",
        "duration": 60,
        "colour": Colour.PURPLE_GLYCINE,
        "follow_up": True,
        "bookable_by": BookableBy.STAFF,
    },
    GROUP: {"name": "Atelier numérique", "duration": 120, "colour": Colour.BLUE_CUMULUS, "kind": TypeKind.WORKSHOP},
}


@dataclass(frozen=True)
class Desk:
    """A professional at their main place.

    Attributes:
        since: first day of service.
        days: the five working days in the order their presences take them, 0 is Monday.
        busy: a counsellor with a whole agenda; the others have one presence a week.
    """

    person_id: UUID
    organisation_id: UUID
    place: Place
    since: date
    days: list[int]
    busy: bool

    @property
    def zone(self) -> str:
        """Name of the time zone of the place (BOO-03)."""
        return time_zone(self.place.commune).key  # type: ignore[arg-type]


@dataclass(frozen=True)
class Presence:
    """A rule not saved yet, whose it is, and the names of the kinds it offers."""

    rule: AvailabilityRule
    desk: Desk
    kinds: tuple[str, ...]


@dataclass
class Offered:
    """What was written.

    Attributes:
        kinds: organisation → name of a kind → the type.
    """

    desks: list[Desk]
    kinds: dict[UUID, dict[str, AppointmentType]]
    presences: list[Presence] = field(default_factory=list)


class PresenceMaker:
    """Makes kinds and presences.

    Args:
        world: the country being made; `now` is nine o'clock on its last day.
    """

    def __init__(self, world: World, writer: Writer) -> None:
        self.world, self.writer, self.stream = world, writer, world.stream("presences")
        self.now = datetime.combine(world.until, time(9), PARIS)

    def run(self, meter: Callable[[str, int], Callable[[int], None]]) -> Offered:
        """Write everything; the meter hears of the presences as their days are written."""
        desks = list(self.desks())
        offered = Offered(desks, self.kinds(desks))
        offered.presences = [made for desk in desks for made in self.presences(desk)]
        self._write(offered)
        self.apart(offered.presences)
        self.absences(desks)
        rules = [made.rule for made in offered.presences]
        tell = meter("Permanences", len(rules))
        first, last = self.world.until - BEFORE, horizon(self.world.until)
        for start in range(0, len(rules), BATCH):
            batch = rules[start : start + BATCH]
            write_occurrences(batch, first, last, identify=lambda: self.stream.identifier(self.now))
            tell(len(batch))
        return offered

    def desks(self) -> Iterator[Desk]:
        """Yield the counsellors in post and the mediators, at their main place."""
        roles = Membership.objects.filter(role__in=(Role.COUNSELLOR, Role.MEDIATOR), ends_on=None)
        held = {(link.person_id, link.organisation_id): link for link in roles}
        rows = PlacePerson.objects.filter(main=True, ends_on=None).select_related("place__commune__department")
        for row in rows.order_by("created_at", "pk"):
            link = held.get((row.person_id, row.place.organisation_id))
            if link:
                days = [int(day) for day in self.stream.random.permutation(5)]
                busy = link.role == Role.COUNSELLOR
                yield Desk(row.person_id, link.organisation_id, row.place, link.starts_on, days, busy)  # type: ignore[arg-type]

    def kinds(self, desks: list[Desk]) -> dict[UUID, dict[str, AppointmentType]]:
        """Write the kinds of each organisation: all of them where there is a counsellor."""
        wanted = {desk.organisation_id: (ALONE, GROUP) for desk in desks}
        wanted |= {desk.organisation_id: tuple(KINDS) for desk in desks if desk.busy}
        made = {key: {name: self._kind(key, name) for name in names} for key, names in wanted.items()}
        self.writer.insert([kind for kinds in made.values() for kind in kinds.values()])
        return made

    def _kind(self, organisation_id: UUID, name: str) -> AppointmentType:
        delays = {"min_delay": MIN_DELAY.on(self.world.until), "max_delay": MAX_DELAY.on(self.world.until)}
        at = self.now - timedelta(days=60)
        dated = {"id": self.stream.identifier(at), "created_at": at, "updated_at": at}
        return AppointmentType(organisation_id=organisation_id, **delays, **dated, **KINDS[name])

    def presences(self, desk: Desk) -> Iterator[Presence]:
        """Yield those of a professional: 3.2 a counsellor (sheet 12 section 2), one a mediator."""
        one, two, three, _workshop, last = desk.days
        if not desk.busy:
            hours = self.stream.one([(9, 12), (14, 17)])
            yield self._presence(desk, one, hours, (ALONE,))
            return
        yield self._presence(desk, one, (9, 12), (ALONE, QUICK, FOLLOWED))
        mixed = {"access": Access.MIXED, "walk_in_capacity": 6, "title": "Après-midi sans rendez-vous"}
        yield self._presence(desk, two, (14, 17), (QUICK,), **mixed)
        yield self._presence(desk, three, (10, 12), (PHONE,), place=None, title="Permanence téléphonique")
        if self.stream.chance(20):
            monthly = {"frequency": Frequency.MONTHLY, "nth": 2, "title": "Une fois par mois"}
            yield self._presence(desk, last, (9, 12), (ALONE,), **monthly)

    def _presence(
        self, desk: Desk, day: int, hours: tuple[int, int], kinds: tuple[str, ...], **fields: Any
    ) -> Presence:
        at = datetime.combine(desk.since, time(9), PARIS)
        values = {"place": desk.place, "access": Access.BOOKABLE, "frequency": Frequency.WEEKLY, **fields}
        rule = AvailabilityRule(
            id=self.stream.identifier(at),
            organisation_id=desk.organisation_id,
            first_day=desk.since,
            start_time=time(hours[0]),
            end_time=time(hours[1]),
            weekdays=[day],
            timezone=desk.zone,
            created_at=at,
            updated_at=at,
            **values,
        )
        return Presence(rule, desk, kinds)

    def _write(self, offered: Offered) -> None:
        people, types = AvailabilityRule.people.through, AvailabilityRule.types.through
        made = offered.presences
        self.writer.insert([each.rule for each in made])
        self.writer.insert([people(availabilityrule_id=each.rule.pk, person_id=each.desk.person_id) for each in made])
        self.writer.insert(
            [
                types(
                    availabilityrule_id=each.rule.pk,
                    appointmenttype_id=offered.kinds[each.desk.organisation_id][name].pk,
                )
                for each in made
                for name in each.kinds
            ]
        )

    def apart(self, presences: list[Presence]) -> None:
        """Cancel one day and change the hours of another, once for each counsellor (BOO-09)."""
        rows = []
        for made in presences:
            if ALONE in made.kinds and made.desk.busy and made.rule.frequency == Frequency.WEEKLY:
                day = _next(self.world.until, made.rule.weekdays[0])
                hours = {"start_time": time(10), "end_time": time(12)}
                rows += [self._exception(made, day + timedelta(days=14), cancelled=True)]
                rows += [self._exception(made, day + timedelta(days=21), **hours)]
        self.writer.insert(rows)

    def _exception(self, made: Presence, day: date, **fields: Any) -> RuleException:
        at = self.now - timedelta(hours=2)
        return RuleException(
            id=self.stream.identifier(at), rule=made.rule, day=day, created_at=at, updated_at=at, **fields
        )

    def absences(self, desks: list[Desk]) -> None:
        """Write a day of training for each counsellor, on the day they have no presence."""
        rows, times, at = [], [], self.now - timedelta(days=3)
        for desk in desks:
            if not desk.busy:
                continue
            day = _next(self.world.until, desk.days[4]) + timedelta(days=7)
            start = datetime.combine(day, time(9), PARIS)
            rows.append(
                Absence(
                    id=self.stream.identifier(at),
                    person_id=desk.person_id,
                    organisation_id=desk.organisation_id,
                    starts_at=start,
                    ends_at=start + timedelta(hours=8),
                    timezone=desk.zone,
                    kind=AbsenceKind.TRAINING,
                    created_at=at,
                    updated_at=at,
                )
            )
            times.append(busy(self.stream, rows[-1], self.now))
        self.writer.insert(rows)
        self.writer.insert(times)


def busy(stream: Stream, absence: Absence, now: datetime) -> BusyTime:
    """Return the time an absence takes."""
    during = (absence.starts_at, absence.ends_at)
    return BusyTime(id=stream.identifier(now), person_id=absence.person_id, absence=absence, during=during)


def _next(day: date, weekday: int) -> date:
    """Return the first day after `day` that is this day of the week."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)
