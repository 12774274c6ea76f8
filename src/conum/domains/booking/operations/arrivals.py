"""People who come without appointment: one tap, anonymous, with a ticket for the day (BOO-50..52)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Max
from psycopg.types.range import TimestamptzRange

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import Access, Audience
from conum.domains.booking.models import Arrival, AvailabilityRule, EngagedTime, Occurrence
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import lock_people, locked, seen
from conum.domains.booking.operations.tickets import tell_next, tell_place
from conum.domains.booking.permissions import HANDLE, arrivals_visible_to, rules_visible_to
from conum.domains.booking.queries.contacts import normal_phone
from conum.domains.booking.queries.slots import Slot, slots_for
from conum.domains.booking.rules import booking as rules


@transaction.atomic
def record_arrival(*, rule_id: UUID, actor: Actor, now: datetime, phone: str = "") -> Arrival:
    """Record somebody who has come; on a mixed presence they take the next free slot of the day, when there is one.

    Args:
        phone: where the visitor reads their place in the queue; kept for the day only.

    Raises: OutOfSight, PermissionRefused; RuleBroken: BOO-50 when the presence is not today, does not receive without
    appointment, or has received as many as it can.
    """
    found = seen(rules_visible_to(actor), rule_id)
    lock_people(found.people.values_list("pk", flat=True), now)
    rule = locked(rules_visible_to(actor), rule_id)
    HANDLE.require(actor, rule)
    rules.receives_walk_in.check(rule.access)
    today = now.astimezone(ZoneInfo(rule.timezone)).date()
    held = Occurrence.objects.filter(rule=rule, day=today).first()
    rules.is_occurrence.check(held is not None)
    so_far = Arrival.objects.filter(rule=rule, day=today).aggregate(last=Max("ticket"))["last"] or 0
    rules.walk_in_left.check(so_far, rule.walk_in_capacity)
    arrival = Arrival.objects.create(
        organisation_id=rule.organisation_id,
        place_id=rule.place_id,
        rule=rule,
        day=today,
        ticket=so_far + 1,
        arrived_at=now,
        recorded_by_id=actor.person_id,
        phone=normal_phone(phone),
        created_at=now,
        updated_at=now,
    )
    if rule.access == Access.MIXED and held:
        _take_slot(rule, arrival, held.during.upper, now)
    journal("arrival.record", arrival, rule.organisation_id, actor, now, ticket=arrival.ticket)
    tell_place(arrival, now=now)
    return arrival


@transaction.atomic
def receive(*, arrival_id: UUID, actor: Actor, now: datetime) -> Arrival:
    """Say that a person who waited is received.

    Raises: OutOfSight, PermissionRefused.
    """
    return _date(arrival_id, "received_at", actor, now)


@transaction.atomic
def left(*, arrival_id: UUID, actor: Actor, now: datetime) -> Arrival:
    """Say that a person left; the slot they had taken is free again if it was not begun.

    Raises: OutOfSight, PermissionRefused.
    """
    arrival = _date(arrival_id, "left_at", actor, now)
    arrival.engaged.filter(during__startswith__gt=now).delete()
    return arrival


def _date(arrival_id: UUID, name: str, actor: Actor, now: datetime) -> Arrival:
    arrival = locked(arrivals_visible_to(actor).select_related("rule"), arrival_id)
    HANDLE.require(actor, arrival.rule)
    if getattr(arrival, name) is None:
        setattr(arrival, name, now)
        arrival.updated_at = now
        arrival.save(update_fields=[name, "updated_at"])
        tell_next(arrival.rule_id, now=now)
    return arrival


def _take_slot(rule: AvailabilityRule, arrival: Arrival, end: datetime, now: datetime) -> None:
    found: list[Slot] = []
    window = {"first": now, "last": end, "now": now, "audience": Audience.STAFF, "limit": 1}
    people = list(rule.people.values_list("pk", flat=True))
    for type_id in rule.types.filter(active=True).order_by("duration", "pk").values_list("pk", flat=True):
        places = None if rule.place_id is None else [rule.place_id]
        found += slots_for(type_id=type_id, place_ids=places, people=people, **window)
    if not found:
        return
    slot = min(found, key=lambda slot: (slot.starts_at, slot.ends_at))
    during = TimestamptzRange(slot.starts_at, slot.ends_at)
    try:
        with transaction.atomic():
            EngagedTime.objects.create(person_id=slot.people[0], during=during, arrival=arrival)
    except IntegrityError:  # a buffer that the slot did not count: the visitor still waits with a ticket
        return
