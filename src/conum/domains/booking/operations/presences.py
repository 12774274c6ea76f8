"""Presences (permanences): made, changed, stopped; one day of them changed or cancelled (BOO-09)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import Access, TypeKind
from conum.domains.booking.events import PresenceChanged
from conum.domains.booking.models import AppointmentType, AvailabilityRule, RuleException
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import lock_people, locked, seen
from conum.domains.booking.operations.occurrences import rewrite
from conum.domains.booking.permissions import EDIT_RULES, calendar, rules_visible_to
from conum.domains.booking.queries.clocks import zone_of
from conum.domains.booking.queries.touched import Touched, touched
from conum.domains.booking.rules import booking as rules
from conum.domains.booking.rules import recurrence as recurrences
from conum.domains.booking.rules.recurrence import Recurrence
from conum.kernel.errors import OutOfSight
from conum.kernel.events import publish


@dataclass(frozen=True)
class Presence:
    """What a presence says besides its hours; `types` are keys of types of the same organisation."""

    people: Collection[UUID]
    place_id: UUID | None = None
    types: Collection[UUID] = ()
    access: str = Access.BOOKABLE
    title: str = ""
    walk_in_capacity: int | None = None


@transaction.atomic
def create_rule(*, presence: Presence, recurrence: Recurrence, actor: Actor, now: datetime) -> AvailabilityRule:
    """Make a presence in the actor's organisation; its time zone is that of its place (BOO-03).

    Raises: PermissionRefused; RuleBroken (BOO-03, BOO-50) beside the field; OutOfSight for a type of elsewhere.
    """
    organisation_id = _organisation(actor)
    EDIT_RULES.require(actor, calendar(organisation_id, presence.people))
    recurrences.check(recurrence)
    rule = AvailabilityRule(organisation_id=organisation_id, created_at=now)
    return _save(rule, presence, recurrence, "rule.create", actor, now)


@transaction.atomic
def change_rule(
    *, rule_id: UUID, presence: Presence, recurrence: Recurrence, actor: Actor, now: datetime
) -> AvailabilityRule:
    """Change a whole presence from today on; bookings already made stay, and are listed by `touched_by_rule`.

    Raises: OutOfSight, PermissionRefused, RuleBroken as `create_rule`.
    """
    lock_people(presence.people, now)
    rule = locked(rules_visible_to(actor), rule_id)
    EDIT_RULES.require(actor, rule)
    EDIT_RULES.require(actor, calendar(rule.organisation_id, presence.people))
    recurrences.check(recurrence)
    return _save(rule, presence, recurrence, "rule.change", actor, now)


@transaction.atomic
def stop_rule(*, rule_id: UUID, actor: Actor, now: datetime) -> None:
    """End a presence: no slot any more; bookings already made stay.

    Raises: OutOfSight, PermissionRefused.
    """
    rule = locked(rules_visible_to(actor), rule_id)
    EDIT_RULES.require(actor, rule)
    rule.active, rule.updated_at = False, now
    rule.save(update_fields=["active", "updated_at"])
    rewrite(rule, now)
    _tell("rule.stop", rule, None, actor, now)


@transaction.atomic
def cancel_occurrence(*, rule_id: UUID, day: date, actor: Actor, now: datetime) -> None:
    """Cancel one day of a presence, once its bookings are handled.

    Raises: OutOfSight, PermissionRefused; RuleBroken: BOO-09 with the number of bookings left.
    """
    rule, left = _for_exception(rule_id, day, actor, now)
    rules.bookings_handled.check(left.count)
    _except(rule, day, {"cancelled": True, "start_time": None, "end_time": None, "ends_next_day": False}, actor, now)


@transaction.atomic
def change_occurrence(
    *, rule_id: UUID, day: date, start_time: time, end_time: time, ends_next_day: bool, actor: Actor, now: datetime
) -> None:
    """Hold one day of a presence at other hours, once the bookings that they would leave out are handled.

    Raises: OutOfSight, PermissionRefused; RuleBroken: BOO-03, BOO-09.
    """
    recurrences.hours_in_order.check(start_time, end_time, ends_next_day)
    rule, inside = _for_exception(rule_id, day, actor, now)
    instants = recurrences.recurrence_of(rule).at(start_time, end_time, ends_next_day).instants(day)
    kept = instants or (now, now)
    out = [
        row
        for row in [*inside.appointments, *inside.workshops]
        if not kept[0] <= row.starts_at <= row.ends_at <= kept[1]
    ]
    rules.bookings_handled.check(len(out))
    hours = {"cancelled": False, "start_time": start_time, "end_time": end_time, "ends_next_day": ends_next_day}
    _except(rule, day, hours, actor, now)


@transaction.atomic
def restore_occurrence(*, rule_id: UUID, day: date, actor: Actor, now: datetime) -> None:
    """Hold one day of a presence as usual again.

    Raises: OutOfSight, PermissionRefused.
    """
    rule = locked(rules_visible_to(actor), rule_id)
    EDIT_RULES.require(actor, rule)
    RuleException.objects.filter(rule=rule, day=day).delete()
    rewrite(rule, now)
    _tell("rule.restore_day", rule, day, actor, now)


def touched_by_occurrence(*, rule_id: UUID, day: date, actor: Actor) -> Touched:
    """Return the bookings inside one day of a presence, to be handled before it is changed.

    Raises: OutOfSight.
    """
    return _inside(seen(rules_visible_to(actor), rule_id), day)


def _organisation(actor: Actor) -> UUID:
    if actor.organisation_id is None:
        raise OutOfSight(_("Cette page n'existe pas, ou ne vous est pas ouverte."))
    return actor.organisation_id


def _save(
    rule: AvailabilityRule, presence: Presence, recurrence: Recurrence, action: str, actor: Actor, now: datetime
) -> AvailabilityRule:
    lock_people(presence.people, now)
    types = AppointmentType.objects.filter(pk__in=presence.types, organisation=rule.organisation_id)
    if len(types) != len(set(presence.types)):
        raise OutOfSight(_("Cette page n'existe pas, ou ne vous est pas ouverte."))
    if presence.access != Access.WALK_IN:
        lasts = [kind.duration for kind in types if kind.kind == TypeKind.INDIVIDUAL]
        recurrences.types_fit.check(recurrence.minutes, max(lasts, default=0))
    values = recurrence.fields() | {"timezone": zone_of(presence.place_id, rule.organisation_id), "updated_at": now}
    for name, value in values.items():
        setattr(rule, name, value)
    rule.place_id, rule.access, rule.title = presence.place_id, presence.access, presence.title
    rule.walk_in_capacity = presence.walk_in_capacity
    rule.save()
    rule.people.set(presence.people)
    rule.types.set(types)
    rewrite(rule, now)
    _tell(action, rule, None, actor, now)
    return rule


def _for_exception(rule_id: UUID, day: date, actor: Actor, now: datetime) -> tuple[AvailabilityRule, Touched]:
    rule = seen(rules_visible_to(actor), rule_id)
    lock_people(rule.people.values_list("pk", flat=True), now)
    rule = locked(rules_visible_to(actor), rule_id)
    EDIT_RULES.require(actor, rule)
    rules.is_occurrence.check(day in set(recurrences.recurrence_of(rule).days(day, day)))
    return rule, _inside(rule, day)


def _inside(rule: AvailabilityRule, day: date) -> Touched:
    exception = rule.exceptions.filter(day=day, cancelled=False).first()
    held = recurrences.recurrence_of(rule)
    if exception:
        held = held.at(exception.start_time, exception.end_time, exception.ends_next_day)
    instants = held.instants(day)
    people = list(rule.people.values_list("pk", flat=True))
    return touched(people, *instants, rule.place_id) if instants else Touched([], [])


def _except(rule: AvailabilityRule, day: date, values: dict[str, object], actor: Actor, now: datetime) -> None:
    made = {**values, "updated_at": now}
    RuleException.objects.update_or_create(
        rule=rule, day=day, defaults=made, create_defaults={**made, "created_at": now}
    )
    rewrite(rule, now)
    _tell("rule.cancel_day" if values["cancelled"] else "rule.change_day", rule, day, actor, now)


def _tell(action: str, rule: AvailabilityRule, day: date | None, actor: Actor, now: datetime) -> None:
    journal(action, rule, rule.organisation_id, actor, now, place=rule.place_id, day=day, until=rule.until)
    publish(PresenceChanged(rule.pk, rule.organisation_id, rule.place_id, day, now))
