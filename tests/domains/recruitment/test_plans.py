"""The national plan, from the tables to the rows kept (REC-34)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from conum.commons.journal.models import JournalEntry
from conum.domains.positions.models import PostAttachment
from conum.domains.recruitment.enums import MatchState, PlanState, UnfilledReason
from conum.domains.recruitment.models import Candidate, HostNeed, NationalPlan
from conum.domains.recruitment.operations import plans as operations
from conum.domains.recruitment.operations.plans import ask_plan, compute_plan, delete_plan
from conum.domains.recruitment.queries.plan_supply import read_supply
from conum.domains.recruitment.queries.plans import by_department, differences, reasons_of, unfilled_of
from conum.domains.recruitment.rules.pairs import PlanImpossible
from conum.domains.recruitment.web.views.plan_columns import why
from conum.kernel.errors import Conflict, PermissionRefused
from tests.domains.recruitment.plan_country import NOON, computed, make_country
from tests.factories_accounts import make_actor
from tests.factories_positions import LIMOGES, make_assignment
from tests.factories_recruitment import BRIVE, GUERET, make_candidate, make_contract, make_match

pytestmark = pytest.mark.django_db


def placed(plan: NationalPlan) -> set[tuple[str, str]]:
    """(commune of the candidate, commune of the host) of each line."""
    return {(line.candidate.commune_id, line.need.host.commune_id) for line in plan.lines.all()}


def test_REC_34_a_plan_fills_as_many_posts_as_can_be_and_proves_it() -> None:
    make_country()
    plan = computed()
    assert (plan.state, plan.posts, plan.candidates, plan.filled) == (PlanState.DONE, 5, 4, 3)
    assert plan.dual_bound == plan.objective
    assert (LIMOGES, LIMOGES) in placed(plan)
    assert (GUERET, GUERET) in placed(plan)
    assert plan.lines.count() + plan.unfilled.count() == plan.posts
    assert plan.step == 4
    assert plan.finished_at == NOON


def test_REC_34_a_plan_equals_the_best_of_all_possible_ones() -> None:
    make_country()
    supply = read_supply(NOON, NOON.date()).supply
    plan = computed()
    from_every = [(line.candidate_id, line.score) for line in plan.lines.all()]
    assert plan.total_score == sum(score for _candidate, score in from_every)
    assert plan.filled == best_filled(supply.vacancies.tolist())


def best_filled(vacancies: list[int]) -> int:
    """The most posts that any choice of one host or none per candidate fills, by trying them all."""
    needs = list(HostNeed.objects.order_by("pk"))
    people = list(Candidate.objects.order_by("pk"))
    suits = {
        (person.pk, need.pk)
        for person, need in product(people, needs)
        if person.zone == need.zone
        and person.available_from <= max(need.start_wanted, NOON.date())
        and (person.mobility_km == 2000 or person.commune_id == need.host.commune_id)
    }
    best = 0
    for choice in product([None, *needs], repeat=len(people)):
        pairs = [(person, need) for person, need in zip(people, choice, strict=True) if need]
        fits = all((person.pk, need.pk) in suits for person, need in pairs)
        counts = {need.pk: sum(1 for _person, each in pairs if each == need) for _person, need in pairs}
        if fits and all(counts[need.pk] <= need.vacant_posts for _person, need in pairs):
            best = max(best, len(pairs))
    return best


def test_REC_34_each_post_left_says_why() -> None:
    make_country()
    plan = computed()
    said = {row.department_id: why(row) for row in unfilled_of(plan.pk)}
    assert "971" in said
    assert said["971"].startswith("Aucun candidat disponible dans la zone.")
    assert set(said) == {"971", *({"87", "19"} & set(said))}
    assert dict(reasons_of(plan.pk))[UnfilledReason.NO_CANDIDATE] == 1


def test_REC_34_too_late_tells_the_first_day() -> None:
    make_country()
    Candidate.objects.filter(mobility_km=2000).delete()
    plan = computed()
    row = unfilled_of(plan.pk).get(department="19")
    assert (row.reason, row.earliest_on) == (UnfilledReason.TOO_LATE, date(2021, 8, 1))
    assert "1er août" in why(row)


def test_REC_34_too_far_tells_the_kilometres() -> None:
    make_country()
    Candidate.objects.exclude(commune=GUERET).delete()
    Candidate.objects.filter(commune=GUERET).update(mobility_km=40)
    plan = computed()
    row = unfilled_of(plan.pk).filter(department="87").first()
    assert row.reason == UnfilledReason.TOO_FAR
    assert "Aucun candidat n’accepte" in why(row)


def test_REC_34_what_if_fills_as_many_or_more() -> None:
    make_country()
    Candidate.objects.filter(commune=GUERET).update(latitude=46.28, mobility_km=5)  # 12 km away
    plan = computed(extra_km=20)
    variant = plan.variants.get()
    assert (variant.state, variant.extra_km) == (PlanState.DONE, 20)
    assert variant.filled >= plan.filled
    assert variant.filled == plan.filled + 1
    assert sum(row.more for row in differences(plan.pk, variant.pk)) == 1


def test_REC_34_the_same_tables_give_the_same_plan() -> None:
    make_country()
    first, second = computed(), computed()
    rows = [list(plan.lines.order_by("attachment").values_list("attachment", "candidate")) for plan in (first, second)]
    assert rows[0] == rows[1]
    assert first.objective == second.objective


def test_REC_20_an_occupied_post_and_a_person_being_hired_are_left_out() -> None:
    make_country()
    make_assignment(PostAttachment.objects.filter(host__commune=BRIVE).get())
    busy = make_candidate(GUERET)
    make_match(busy, HostNeed.objects.get(host__commune=GUERET), state=MatchState.SELECTED)
    plan = computed()
    assert (plan.posts, plan.candidates) == (4, 4)


def test_REC_40_a_post_with_a_contract_entered_is_not_vacant() -> None:
    make_country()
    need = HostNeed.objects.get(host__commune=GUERET)
    make_contract(make_match(make_candidate(GUERET), need, state=MatchState.SELECTED))
    assert computed().posts == 4


def test_REC_25_a_recent_refusal_is_not_planned_and_an_old_one_is() -> None:
    make_country()
    candidate = Candidate.objects.get(commune=GUERET)
    match = make_match(
        candidate, HostNeed.objects.get(host__commune=GUERET), state=MatchState.DECLINED_BY_CANDIDATE, declined_at=NOON
    )
    assert (GUERET, GUERET) not in placed(computed())
    match.declined_at = NOON - timedelta(days=91)
    match.save()
    assert (GUERET, GUERET) in placed(computed())


def test_REC_25_whole_france_and_a_refusal() -> None:
    make_country()
    anywhere = Candidate.objects.get(mobility_km=2000)
    for need in HostNeed.objects.exclude(zone="971").exclude(host__commune=BRIVE):
        make_match(anywhere, need, state=MatchState.DECLINED_BY_HOST, declined_at=NOON)
    assert (LIMOGES, BRIVE) in placed(computed())


def test_REC_32_a_hidden_person_is_not_planned() -> None:
    make_country()
    Candidate.objects.filter(commune=GUERET).update(visible=False)
    assert computed().candidates == 3


def test_an_empty_country_gives_an_empty_plan() -> None:
    plan = computed(extra_km=10)
    assert (plan.state, plan.posts, plan.filled, plan.objective, plan.dual_bound) == (PlanState.DONE, 0, 0, 0, 0)
    assert by_department(plan.pk) == {}


def test_only_a_national_administrator_asks_for_a_plan() -> None:
    for role in ("host_manager", "candidate", "paying_agent"):
        with pytest.raises(PermissionRefused):
            ask_plan(make_actor(role), now=NOON)
    assert not NationalPlan.objects.exists()


def test_one_plan_at_a_time() -> None:
    actor = make_actor("national_admin")
    ask_plan(actor, now=NOON)
    with pytest.raises(Conflict, match="déjà en cours"):
        ask_plan(actor, now=NOON)
    assert NationalPlan.objects.count() == 1


def test_the_database_refuses_a_second_running_plan() -> None:
    ask_plan(make_actor("national_admin"), now=NOON)
    with pytest.raises(IntegrityError, match="plan_one_running"), transaction.atomic():
        NationalPlan.objects.create(asked_at=NOON)


def test_the_database_refuses_a_bound_below_the_objective() -> None:
    with pytest.raises(IntegrityError, match="plan_bound_above_objective"), transaction.atomic():
        NationalPlan.objects.create(asked_at=NOON, objective=2, dual_bound=1)


def test_a_computation_that_died_does_not_block_the_next() -> None:
    actor = make_actor("national_admin")
    dead = ask_plan(actor, now=NOON)
    ask_plan(actor, now=NOON + timedelta(hours=1))
    dead.refresh_from_db()
    assert dead.state == PlanState.FAILED
    assert "interrompu" in dead.message


def test_the_job_runs_twice_and_its_effect_happens_once() -> None:
    make_country()
    plan = computed()
    lines = plan.lines.count()
    compute_plan(plan.pk, now=NOON)
    assert plan.lines.count() == lines
    assert JournalEntry.objects.filter(action="plan.compute").count() == 1


def test_a_second_worker_on_the_same_plan_saves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    make_country()
    plan = ask_plan(make_actor("national_admin"), now=NOON)
    verify, busy = operations.verify, []

    def meanwhile(*arguments: object) -> object:
        if not busy:
            busy.append(True)
            compute_plan(plan.pk, now=NOON)
        return verify(*arguments)

    monkeypatch.setattr(operations, "verify", meanwhile)
    compute_plan(plan.pk, now=NOON)
    plan.refresh_from_db()
    assert plan.lines.count() == plan.filled
    assert JournalEntry.objects.filter(action="plan.compute").count() == 1


def test_a_plan_that_cannot_be_computed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PlanImpossible("too large")

    plan = ask_plan(make_actor("national_admin"), now=NOON, extra_km=10)
    monkeypatch.setattr(operations, "assign", refuse)
    with pytest.raises(PlanImpossible):
        compute_plan(plan.pk, now=NOON)
    assert set(NationalPlan.objects.values_list("state", "message")) == {(PlanState.FAILED, "too large")}


def test_deleting_a_plan_takes_its_variants_and_never_a_running_one() -> None:
    actor = make_actor("national_admin")
    plan = ask_plan(actor, now=NOON, extra_km=10)
    with pytest.raises(Conflict):
        delete_plan(plan.pk, actor, now=NOON)
    compute_plan(plan.pk, now=NOON)
    delete_plan(plan.pk, actor, now=NOON)
    assert not NationalPlan.objects.exists()
    assert JournalEntry.objects.filter(action="plan.delete").exists()
