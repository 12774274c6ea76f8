"""Changing a parameter."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from conum.commons.journal import operations as journal
from conum.commons.programme import parameters, permissions, queries, rules
from conum.commons.programme.models import ParameterValue
from conum.kernel.errors import OutOfSight
from conum.kernel.parameters import REGISTRY, Parameter
from conum.kernel.permissions import ActorLike

FAMILY = "programme"
CHILDREN = (parameters.BUDGET_COUNSELLORS, parameters.BUDGET_KITS, parameters.BUDGET_AIDANTS)


@transaction.atomic
def set_parameter(
    *, key: str, first_day: date, text: str, reason: str, actor: ActorLike, now: datetime
) -> ParameterValue:
    """Give a parameter a value from a first day on; every process reads it at once (PRG-41, PRG-42).

    Args:
        key: `module.name` of a declared parameter.
        first_day: today or later.
        text: the value as typed (`1 801,80`, `oui`, `2026-12-31`, `60, 30, 7`).
        reason: why, kept in the journal and shown in the history.

    Raises:
        OutOfSight: no such parameter.
        PermissionRefused: the actor's role may not.
        RuleBroken: PRG-42 (type, bounds, first day, reason, no change), PRG-30 (envelopes over their total).
    """
    if key not in REGISTRY:
        raise OutOfSight(f"parameter {key} is not declared")
    journal.lock(FAMILY)  # two administrators at once: the second is judged on the first one's value
    permissions.SET_PARAMETER.require(actor)
    queries.forget_reading()
    parameter = REGISTRY[key]
    value = rules.read(parameter, text)
    old = parameter.on(first_day)
    _check(parameter, value, old, first_day=first_day, reason=reason, now=now)
    kept = ParameterValue.objects.create(
        key=key,
        first_day=first_day,
        value=rules.written(value),
        reason=reason.strip(),
        author_id=actor.person_id,
        made_at=now,
    )
    queries.forget_reading()
    _check_envelopes(parameter, first_day)
    payload = {"old": rules.written(old), "new": kept.value, "first_day": first_day, "reason": kept.reason}
    journal.record(
        family=FAMILY, action="set_parameter", actor=actor, subject=("parameter", key), payload=payload, now=now
    )
    return kept


def _check(parameter: Parameter, value: object, old: object, *, first_day: date, reason: str, now: datetime) -> None:  # type: ignore[type-arg]
    rules.check_value(parameter, value)
    rules.first_day_not_past.check(first_day, localdate(now))
    rules.first_day_in_reach.check(first_day)
    rules.reason_given.check(reason)
    rules.value_changes.check(value, old)


def _check_envelopes(parameter: Parameter, first_day: date) -> None:  # type: ignore[type-arg]
    """Hold PRG-30 on the first day and at each later change of one of the envelopes."""
    if parameter not in (*CHILDREN, parameters.BUDGET_TOTAL):
        return
    days = {first_day}
    for each in (*CHILDREN, parameters.BUDGET_TOTAL):
        days |= {day for day in queries.stored(each.key) if day > first_day}
    for day in sorted(days):
        rules.children_within_parent.check(sum(child.on(day) for child in CHILDREN), parameters.BUDGET_TOTAL.on(day))
