"""Scenarios of the split of posts: saved as they were computed, then one adopted as the dated quotas."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.positions.events import QuotasAdopted
from conum.domains.positions.models import AllocationScenario, AllocationShare, DepartmentQuota
from conum.domains.positions.operations.life import FAMILY
from conum.domains.positions.permissions import QUOTA_SET
from conum.domains.positions.queries import allocation as queries
from conum.domains.positions.queries import quotas
from conum.domains.positions.rules import allocation as rules
from conum.domains.positions.rules.allocation import AllocationInputs
from conum.domains.positions.rules.need import NeedWeights
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish

__all__ = ["AllocationInputs", "NeedWeights", "adopt_scenario", "save_scenario"]  # what a caller needs to save one

SHOWN = 10  # départements named in a refusal


@transaction.atomic
def save_scenario(name: str, inputs: AllocationInputs, *, actor: Actor, now: datetime) -> AllocationScenario:
    """Keep a split under a name, inputs and shares frozen: later facts never change it.

    Raises:
        ConumError: no name, or one already taken.
        ApportionmentImpossible: no split fits the inputs.
    """
    QUOTA_SET.require(actor)
    name = " ".join(name.split())
    if not name:
        raise ConumError(_("Donnez un nom au scénario."), field="name")
    if AllocationScenario.objects.filter(name__iexact=name).exists():
        raise ConumError(_("Un scénario « {name} » existe déjà.").format(name=name), field="name")
    split = queries.computed(inputs, timezone.localdate(now))
    scenario = _scenario(name, inputs, split, actor, now)
    AllocationShare.objects.bulk_create(_share(scenario, line) for line in split.lines)
    payload = {"kind": inputs.kind, "posts": inputs.posts, "method": inputs.method, "fixed": dict(inputs.fixed)}
    record(family=FAMILY, action="scenario.save", actor=actor, subject=scenario, payload=payload, now=now)
    return scenario


def _scenario(
    name: str, inputs: AllocationInputs, split: queries.Split, actor: Actor, now: datetime
) -> AllocationScenario:
    weights = inputs.weights
    return AllocationScenario.objects.create(
        name=name,
        kind=inputs.kind,
        method=inputs.method,
        total_posts=inputs.posts,
        weights={
            "population": str(weights.population_exponent),
            "fragility": str(weights.fragility_exponent),
            "rurality": str(weights.rurality_coefficient),
        },
        floor=inputs.floor,
        fixed=dict(inputs.fixed),
        collectivities=inputs.collectivities,
        fragility_source=split.fragility,
        rurality_source=split.rurality,
        author_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )


def _share(scenario: AllocationScenario, line: queries.AllocationLine) -> AllocationShare:
    names = ("department", "population", "fragility", "weight", "ideal", "posts", "why")
    facts = {name: getattr(line, name) for name in names}
    return AllocationShare(scenario=scenario, rural_share=line.rural_share or 0, **facts)


@transaction.atomic
def adopt_scenario(
    scenario_id: UUID, valid_from: date, *, below_granted: bool = False, actor: Actor, now: datetime
) -> AllocationScenario:
    """Make the shares of a scenario the quotas of its départements from `valid_from` on.

    The quota of each département is held, in the order of codes, until the end: a decision taken meanwhile waits,
    then reads the new quota.

    Args:
        below_granted: stated that some quotas fall under the posts already granted (sheet 02 section 12).

    Raises:
        OutOfSight: no such scenario.
        RuleBroken: POS-33: past day, adopted already, another one that day, below what is granted without saying so.
    """
    scenario = AllocationScenario.objects.select_for_update(no_key=True).filter(pk=scenario_id).first()
    if scenario is None:
        raise OutOfSight(_("Ce scénario n'existe pas."))
    QUOTA_SET.require(actor)
    rules.quotas_begin_in_future.check(valid_from, timezone.localdate(now))
    rules.scenario_is_adopted_once.check(scenario.adopted_at is not None)
    quotas.lock_adoption(scenario.kind)
    rules.one_scenario_a_day.check(_other_of_the_day(scenario, valid_from))
    for code in scenario.shares.order_by("department").values_list("department", flat=True):
        quotas.lock(code, scenario.kind)
    changes = queries.changes(scenario, valid_from)
    rules.quotas_hold_granted_posts.check(_below(changes), below_granted)
    return _adopted(scenario, valid_from, changes, actor, now)


def _other_of_the_day(scenario: AllocationScenario, valid_from: date) -> str:
    same_day = AllocationScenario.objects.filter(kind=scenario.kind, valid_from=valid_from, adopted_at__isnull=False)
    return same_day.values_list("name", flat=True).first() or ""


def _below(changes: list[queries.QuotaChange]) -> tuple[str, ...]:
    return tuple(
        _("{department} ({after} pour {granted} accordés)").format(
            department=change.department, after=change.after, granted=change.granted
        )
        for change in changes
        if change.below
    )[:SHOWN]


def _adopted(
    scenario: AllocationScenario, valid_from: date, changes: list[queries.QuotaChange], actor: Actor, now: datetime
) -> AllocationScenario:
    source = _("Scénario « {name} » adopté le {day}").format(
        name=scenario.name, day=date_format(timezone.localdate(now), "j F Y")
    )
    DepartmentQuota.objects.bulk_create(
        (
            DepartmentQuota(
                department=change.department,
                kind=scenario.kind,
                posts=change.after,
                valid_from=valid_from,
                source=source,
                scenario=scenario,
            )
            for change in changes
        ),
        update_conflicts=True,
        unique_fields=["department", "kind", "valid_from"],
        update_fields=["posts", "source", "scenario"],
    )
    scenario.adopted_at, scenario.adopted_by_id, scenario.valid_from = now, actor.person_id, valid_from
    scenario.updated_at = now
    scenario.save()
    payload = {
        "kind": scenario.kind,
        "valid_from": valid_from,
        "posts": sum(change.after for change in changes),
        "changed": {change.department.pk: [change.before, change.after] for change in changes if change.change},
        "below_granted": [change.department.pk for change in changes if change.below],
    }
    record(family=FAMILY, action="scenario.adopt", actor=actor, subject=scenario, payload=payload, now=now)
    publish(QuotasAdopted(scenario.pk, scenario.kind, valid_from))
    return scenario
