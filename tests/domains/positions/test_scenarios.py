"""Scenarios: saved frozen, adopted once as dated quotas, never by two people at once."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from conum.commons.accounts.models import Actor
from conum.commons.journal.models import JournalEntry
from conum.commons.territories.models import Commune, FragilityIndex, Zone
from conum.domains.positions.enums import ApportionmentMethod
from conum.domains.positions.models import AllocationScenario, DepartmentQuota
from conum.domains.positions.operations.scenarios import adopt_scenario, save_scenario
from conum.domains.positions.queries import allocation as queries
from conum.domains.positions.queries.needs import facts
from conum.domains.positions.rules.allocation import AllocationInputs, quotas_hold_granted_posts
from conum.domains.positions.rules.apportionment import apportion
from conum.domains.positions.rules.apportionment_errors import TooFewPosts
from conum.domains.positions.rules.need import NeedWeights, weigh_all
from conum.kernel.errors import ConumError, PermissionRefused
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import LONG_AGO, make_actor
from tests.factories_positions import SPRING, SPRING_DAY, make_attachment, make_quota

SEEDS = {"87": 36, "19": 22, "23": 14}
INPUTS = AllocationInputs(posts=4000, floor=10, fixed=SEEDS)
LATER = SPRING_DAY + timedelta(days=30)


@pytest.mark.parametrize("method", list(ApportionmentMethod))
def test_the_split_is_the_result_of_the_rule(method: ApportionmentMethod, db: None) -> None:
    inputs = AllocationInputs(posts=4000, floor=10, fixed=SEEDS, method=method)

    split = queries.computed(inputs, SPRING_DAY)

    weights = weigh_all(facts(SPRING_DAY).needs, inputs.weights)
    shares = apportion(weights, 4000, floor=10, fixed=SEEDS, method=method)
    assert split.posts == {share.code: share.posts for share in shares}
    assert split.totals["posts"] == 4000
    assert len(split.lines) == 101
    assert {code: split.posts[code] for code in SEEDS} == SEEDS


def test_collectivities_are_served_when_asked(db: None) -> None:
    split = queries.computed(AllocationInputs(posts=4000, floor=1, collectivities=True), SPRING_DAY)

    assert split.posts["978"] >= 1
    assert split.totals["posts"] == 4000


def test_missing_facts_are_said(db: None) -> None:
    known = facts(SPRING_DAY)

    assert (known.fragility, known.rurality) == ("", "")
    assert {need.fragility for need in known.needs} == {None}


def make_index(code: str, score: str, *, level: str = "department", version: str = "v2") -> FragilityIndex:
    dates = {"measured_on": date(2021, 1, 1), "created_at": LONG_AGO, "updated_at": LONG_AGO}
    return FragilityIndex.objects.create(
        level=level, code=code, version=version, score=Decimal(score), source="Mednum", **dates
    )


def test_marks_become_an_index_whose_average_is_100(db: None) -> None:
    make_index("87", "6")
    make_index("23", "6")

    known = {need.code: need.fragility for need in facts(SPRING_DAY).needs}

    assert (known["87"], known["23"], known["19"]) == (Decimal("100.000"), Decimal("100.000"), None)


def test_communes_stand_for_their_departement_when_it_has_no_index(db: None) -> None:
    first, second = Commune.objects.filter(department="87", closed_on=None).order_by("-population")[:2]
    make_index(first.pk, "120", level="commune", version="v1")
    make_index(second.pk, "90", level="commune", version="v1")

    known = {need.code: need.fragility for need in facts(SPRING_DAY).needs}

    people = first.population + second.population
    expected = (Decimal(120 * first.population + 90 * second.population) / people).quantize(Decimal("0.001"))
    assert known["87"] == expected


def test_rural_share_counts_inhabitants_of_zones(db: None) -> None:
    commune = Commune.objects.filter(department="23", closed_on=None).order_by("-population")[0]
    at = {"created_at": LONG_AGO, "updated_at": LONG_AGO}
    Zone.objects.create(kind="zrr", commune=commune, valid_from=date(2018, 1, 1), source="DGCL", **at)

    known = facts(SPRING_DAY)

    need = next(need for need in known.needs if need.code == "23")
    assert need.rural_share == (Decimal(commune.population) / need.population).quantize(Decimal("0.001"))
    assert "ZRR" in known.rurality


def test_a_scenario_keeps_its_numbers_when_facts_change(admin: Actor) -> None:
    scenario = save_scenario("Avant", INPUTS, actor=admin, now=SPRING)
    before = queries.saved(scenario, SPRING_DAY).posts
    Commune.objects.filter(department="75").update(population=1)

    assert queries.saved(scenario, SPRING_DAY).posts == before
    assert queries.computed(INPUTS, SPRING_DAY).posts != before
    assert JournalEntry.objects.filter(action="scenario.save", subject_id=str(scenario.pk)).exists()


def test_saving_refuses_a_taken_name_an_empty_one_and_an_impossible_split(admin: Actor) -> None:
    save_scenario("Base", INPUTS, actor=admin, now=SPRING)
    with pytest.raises(ConumError, match="existe déjà"):
        save_scenario("  base ", INPUTS, actor=admin, now=SPRING)
    with pytest.raises(ConumError, match="Donnez un nom"):
        save_scenario("  ", INPUTS, actor=admin, now=SPRING)
    with pytest.raises(TooFewPosts):
        save_scenario("Peu", AllocationInputs(posts=10, floor=10), actor=admin, now=SPRING)
    assert AllocationScenario.objects.count() == 1


def test_only_a_national_administrator_saves_and_adopts(admin: Actor, prefecture: Actor) -> None:
    scenario = save_scenario("Base", INPUTS, actor=admin, now=SPRING)
    for other in (prefecture, make_actor("hub", region_id="75"), make_actor("host_manager")):
        with pytest.raises(PermissionRefused):
            save_scenario("Autre", INPUTS, actor=other, now=SPRING)
        with pytest.raises(PermissionRefused):
            adopt_scenario(scenario.pk, LATER, actor=other, now=SPRING)


def test_an_adopted_scenario_makes_the_dated_quotas(admin: Actor) -> None:
    make_quota("75", 5)
    scenario = save_scenario("Base", INPUTS, actor=admin, now=SPRING)

    adopt_scenario(scenario.pk, LATER, actor=admin, now=SPRING)

    made = DepartmentQuota.objects.filter(scenario=scenario)
    assert dict(made.values_list("department", "posts")) == queries.saved(scenario, SPRING_DAY).posts
    assert set(made.values_list("valid_from", flat=True)) == {LATER}
    entry = JournalEntry.objects.get(action="scenario.adopt")
    assert entry.payload["changed"]["87"] == [0, 36]
    assert entry.payload["posts"] == 4000


def test_POS_33_a_quota_falls_under_granted_posts_only_when_stated(admin: Actor) -> None:
    for _post in range(2):
        make_attachment()
    scenario = save_scenario("Moins", AllocationInputs(posts=4000, fixed={"87": 1}), actor=admin, now=SPRING)

    with pytest.raises(RuleBroken, match=r"Haute-Vienne.*1 pour 2 accordés") as refusal:
        adopt_scenario(scenario.pk, LATER, actor=admin, now=SPRING)
    assert refusal.value.field == "below_granted"
    assert not DepartmentQuota.objects.filter(scenario=scenario).exists()

    adopt_scenario(scenario.pk, LATER, below_granted=True, actor=admin, now=SPRING)
    assert JournalEntry.objects.get(action="scenario.adopt").payload["below_granted"] == ["87"]


def test_POS_33_the_rule_holds_alone() -> None:
    assert quotas_hold_granted_posts((), False)
    assert quotas_hold_granted_posts(("87",), True)
    assert not quotas_hold_granted_posts(("87",), False)


def test_POS_33_adoption_refuses_the_past_twice_and_two_scenarios_a_day(admin: Actor) -> None:
    scenario = save_scenario("Base", INPUTS, actor=admin, now=SPRING)
    other = save_scenario("Autre", AllocationInputs(posts=3000), actor=admin, now=SPRING)

    with pytest.raises(RuleBroken, match="dans le passé"):
        adopt_scenario(scenario.pk, SPRING_DAY - timedelta(days=1), actor=admin, now=SPRING)
    adopt_scenario(scenario.pk, LATER, actor=admin, now=SPRING)
    with pytest.raises(RuleBroken, match="déjà adopté"):
        adopt_scenario(scenario.pk, LATER + timedelta(days=1), actor=admin, now=SPRING)
    with pytest.raises(RuleBroken, match="« Base » fixe déjà"):
        adopt_scenario(other.pk, LATER, actor=admin, now=SPRING)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_adopt_at_once_and_one_wins() -> None:
    actors = [make_actor("national_admin"), make_actor("national_admin")]
    names = ("Un", "Deux")
    made = [
        save_scenario(name, AllocationInputs(posts=3000 + step), actor=actors[0], now=SPRING)
        for step, name in enumerate(names)
    ]
    gate, outcomes = threading.Barrier(2), []

    def adopt(place: int) -> None:
        try:
            gate.wait()
            adopt_scenario(made[place].pk, LATER, actor=actors[place], now=SPRING)
            outcomes.append("adopted")
        except RuleBroken as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=adopt, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes, key=len)[0] == "adopted"
    assert "fixe déjà les dotations" in sorted(outcomes, key=len)[1]
    assert sum(DepartmentQuota.objects.values_list("posts", flat=True)) in (3000, 3001)
    assert DepartmentQuota.objects.values("scenario").distinct().count() == 1


def test_two_scenarios_are_compared_by_departement(admin: Actor) -> None:
    first = save_scenario("Un", INPUTS, actor=admin, now=SPRING)
    heavier = AllocationInputs(posts=4000, floor=10, fixed=SEEDS, weights=NeedWeights(population_exponent=Decimal(1)))
    second = save_scenario("Deux", heavier, actor=admin, now=SPRING)

    pairs = queries.compared(first, second)

    assert sum(pair.difference for pair in pairs) == 0
    assert abs(pairs[0].difference) == max(abs(pair.difference) for pair in pairs)
    assert {pair.department.pk: pair.difference for pair in pairs}["87"] == 0
