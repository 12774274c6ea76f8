"""The national plan (REC-34): asked, computed by a job, kept. It is advice, not a decision."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import perf_counter
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.recruitment.enums import PlanState
from conum.domains.recruitment.models import NationalPlan
from conum.domains.recruitment.operations.plan_rows import write_rows
from conum.domains.recruitment.permissions import RUN_PLAN
from conum.domains.recruitment.queries.plan_supply import PlanSupply, read_supply
from conum.domains.recruitment.rules.assignment import Plan, assign, verify
from conum.domains.recruitment.rules.feasible import Supply, feasible, with_longer_reach
from conum.domains.recruitment.rules.pairs import Pairs, PlanImpossible
from conum.domains.recruitment.rules.unfilled import unfilled_hosts
from conum.kernel.errors import Conflict
from conum.kernel.jobs import defer

GIVE_UP_AFTER = timedelta(minutes=30)
"""A computation that has run for so long has died with its process: another may be asked."""


def ask_plan(actor: Actor, *, now: datetime, extra_km: int = 0) -> NationalPlan:
    """Ask for a plan of today and, beside it, of what would be if everyone accepted `extra_km` kilometres more.

    Raises:
        PermissionRefused: only a national administrator plans.
        Conflict: a plan is being computed.
    """
    RUN_PLAN.require(actor)
    try:
        with transaction.atomic():
            _give_up_old(now)
            plan = NationalPlan.objects.create(asked_by_id=actor.person_id, asked_at=now)
            if extra_km:
                NationalPlan.objects.create(asked_by_id=actor.person_id, asked_at=now, base=plan, extra_km=extra_km)
            _journal("plan.ask", plan, actor, now, extra_km=extra_km)
            defer("recruitment.compute_plan", plan_id=str(plan.pk))
    except IntegrityError as wrong:
        raise Conflict(_("Un plan est déjà en cours de calcul : attendez qu'il se termine.")) from wrong
    return plan


def compute_plan(plan_id: UUID, *, now: datetime) -> None:
    """Compute a plan and those that ask "what if", from the same reading of the tables; once, whatever is asked again.

    Raises:
        PlanImpossible: the figures are beyond exact arithmetic; the plan is kept as failed.
    """
    plan = NationalPlan.objects.filter(pk=plan_id, state=PlanState.RUNNING).first()
    if plan is None:
        return
    asked = [plan, *plan.variants.filter(state=PlanState.RUNNING).order_by("extra_km")]
    start = perf_counter()
    read = read_supply(now, localdate(now))
    try:
        for each in asked:
            _compute(each, read, now, start)
            start = perf_counter()
    except PlanImpossible as wrong:
        _fail(plan, str(wrong), now)
        raise


def delete_plan(plan_id: UUID, actor: Actor, *, now: datetime) -> None:
    """Forget a plan with its variants; the journal keeps that it was asked.

    Raises:
        PermissionRefused: only a national administrator plans.
        Conflict: it is being computed.
    """
    RUN_PLAN.require(actor)
    with transaction.atomic():
        plan = NationalPlan.objects.select_for_update().get(pk=plan_id)
        if plan.state == PlanState.RUNNING:
            raise Conflict(_("Ce plan est en cours de calcul : attendez qu'il se termine."))
        _journal("plan.delete", plan, actor, now)
        plan.delete()


@transaction.atomic
def journal_export(plan: NationalPlan, kind: str, actor: Actor, *, now: datetime) -> None:
    """Keep that the list of a plan, with its names, was downloaded."""
    _journal("plan.export", plan, actor, now, kind=kind)


def _compute(plan: NationalPlan, read: PlanSupply, now: datetime, start: float) -> None:
    _step(plan, 1)
    people = with_longer_reach(read.supply.people, plan.extra_km)
    supply = Supply(people, read.supply.needs, read.supply.own_score, read.supply.vacancies, read.supply.refused)
    pairs = feasible(supply)
    _step(plan, 2)
    solving = perf_counter()
    found = assign(pairs)
    plan.solve_ms = _milliseconds(solving)
    _step(plan, 3)
    verify(pairs, found)
    with transaction.atomic():
        running = NationalPlan.objects.select_for_update(no_key=True).filter(pk=plan.pk, state=PlanState.RUNNING)
        if running.first() is None:  # a second worker has saved the same plan meanwhile
            return
        write_rows(plan, read, found, unfilled_hosts(pairs, found, people, supply.needs))
        _finish(plan, pairs, found, now, start)


def _finish(plan: NationalPlan, pairs: Pairs, found: Plan, now: datetime, start: float) -> None:
    proof = found.proof
    plan.state, plan.step, plan.finished_at = PlanState.DONE, 4, now
    plan.posts, plan.candidates, plan.pairs = int(pairs.vacancies.sum()), pairs.candidates, pairs.count()
    plan.filled, plan.total_score = proof.filled, proof.total_score
    plan.objective, plan.dual_bound = proof.objective, proof.bound
    plan.duration_ms = _milliseconds(start)
    plan.save()
    told = {"posts": plan.posts, "filled": plan.filled, "objective": proof.objective, "gap": proof.gap}
    _journal("plan.compute", plan, None, now, extra_km=plan.extra_km, **told)


def _fail(plan: NationalPlan, message: str, now: datetime) -> None:
    asked = [plan.pk, *plan.variants.values_list("pk", flat=True)]
    running = NationalPlan.objects.filter(pk__in=asked, state=PlanState.RUNNING)
    running.update(state=PlanState.FAILED, finished_at=now, message=message[:500])


def _give_up_old(now: datetime) -> None:
    old = NationalPlan.objects.filter(state=PlanState.RUNNING, asked_at__lt=now - GIVE_UP_AFTER)
    old.update(state=PlanState.FAILED, finished_at=now, message=_("Le calcul s'est interrompu."))


def _step(plan: NationalPlan, step: int) -> None:
    plan.step = step
    NationalPlan.objects.filter(pk=plan.pk, state=PlanState.RUNNING).update(step=step)


def _milliseconds(start: float) -> int:
    return round((perf_counter() - start) * 1000)


def _journal(action: str, plan: NationalPlan, actor: Actor | None, now: datetime, **payload: int | str) -> None:
    record(family="recruitment", action=action, actor=actor, subject=plan, payload=payload, now=now)
