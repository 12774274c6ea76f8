"""Rules and states of amendments, transfers and vacancies, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from conum.domains.positions.enums import ADDITION_REASONS, RETURN_REASONS, AmendmentReason, VacancyStage
from conum.domains.positions.rules import amendments, transfers, vacancy
from conum.domains.positions.rules.requests import allocation_is_open
from conum.domains.positions.workflow import AMENDMENTS, TRANSFERS
from conum.kernel.rules import RuleBroken
from conum.kernel.workflow import TransitionRefused


def test_POS_40_one_open_amendment() -> None:
    assert amendments.one_open_amendment(0)
    with pytest.raises(RuleBroken, match="déjà un avenant en cours"):
        amendments.one_open_amendment.check(1)


def test_POS_41_no_addition_in_the_first_phase() -> None:
    assert amendments.no_addition_in_phase_one(2)
    assert not amendments.no_addition_in_phase_one(1)


def test_POS_42_posts_returned_are_free() -> None:
    assert amendments.returned_posts_are_free(2, 5, 3, 2)
    with pytest.raises(RuleBroken, match="dont 3 avec un contrat.*rendre 2 au plus"):
        amendments.returned_posts_are_free.check(3, 5, 3, 2)


def test_POS_43_a_coordinator_post_waits_for_its_contract() -> None:
    assert amendments.coordinator_post_is_free("coordinator", 0)
    assert amendments.coordinator_post_is_free("counsellor", 1)
    assert not amendments.coordinator_post_is_free("coordinator", 1)


def test_POS_44_the_request_closes_with_its_last_post() -> None:
    assert amendments.request_closes_with_last_post(0, True)
    assert amendments.request_closes_with_last_post(1, False)
    assert not amendments.request_closes_with_last_post(0, False)


def test_POS_45_a_return_has_a_letter() -> None:
    assert amendments.return_is_confirmed_by_letter("AR 1A 234")
    assert not amendments.return_is_confirmed_by_letter("  ")


def test_POS_46_three_agree_in_the_same_departement_from_a_day() -> None:
    assert transfers.in_same_department("87", "87", False)
    assert transfers.in_same_department("87", "19", True)
    assert not transfers.in_same_department("87", "19", False)
    assert transfers.agreed_by_all(True, True, True, True)
    assert not transfers.agreed_by_all(True, True, False, True)
    assert not transfers.agreed_by_all(True, True, True, False)
    assert transfers.opens_the_day_after(date(2021, 5, 31), date(2021, 6, 1))
    assert not transfers.post_is_free_to_leave(True)
    assert transfers.opening_day(date(2021, 6, 1), date(2021, 6, 9)) == date(2021, 6, 10)
    assert transfers.opening_day(date(2021, 6, 1), None) == date(2021, 6, 1)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2021, 4, 1), None),
        (date(2021, 6, 30), None),
        (date(2021, 7, 2), VacancyStage.HALF_TIME),
        (date(2021, 9, 1), VacancyStage.ONE_MONTH_LEFT),
        (date(2021, 9, 30), VacancyStage.ONE_MONTH_LEFT),
        (date(2021, 10, 1), VacancyStage.RETURN_PROPOSED),
    ],
)
def test_POS_47_stages_of_a_vacancy_of_six_months(day: date, stage: VacancyStage | None) -> None:
    assert vacancy.stage_on(date(2021, 4, 1), day, 6) == stage
    assert vacancy.not_vacant_too_long(date(2021, 4, 1), day, 6) == (stage != VacancyStage.RETURN_PROPOSED)


def test_POS_47_months_end_on_their_last_day() -> None:
    assert vacancy.add_months(date(2021, 8, 31), 6) == date(2022, 2, 28)
    assert vacancy.add_months(date(2021, 3, 31), -1) == date(2021, 2, 28)


def test_POS_48_closed_allocation_leaves_exceptional_transfers() -> None:
    assert not allocation_is_open(False)
    assert transfers.transfer_is_allowed(True, False)
    assert transfers.transfer_is_allowed(False, True)
    with pytest.raises(RuleBroken, match="seul un transfert exceptionnel"):
        transfers.transfer_is_allowed.check(False, False)


def test_reasons_are_one_list_for_screen_and_server() -> None:
    assert {code for code, _label in amendments.reasons_of("return")} == set(RETURN_REASONS)
    assert {code for code, _label in amendments.reasons_of("addition")} == set(ADDITION_REASONS)
    assert set(RETURN_REASONS) | set(ADDITION_REASONS) == set(AmendmentReason.values)


AMENDMENT_STATES = ("open", "accepted", "refused", "cancelled")
AMENDMENT_TABLE = {("open", "accept"): "accepted", ("open", "refuse"): "refused", ("open", "cancel"): "cancelled"}
TRANSFER_STATES = ("proposed", "accepted", "refused", "done")
TRANSFER_TABLE = {
    ("proposed", "accept"): "accepted",
    ("proposed", "refuse"): "refused",
    ("accepted", "carry_out"): "done",
}


@pytest.mark.parametrize("state", AMENDMENT_STATES)
@pytest.mark.parametrize("event", ["accept", "refuse", "cancel"])
def test_states_of_amendments(state: str, event: str) -> None:
    if (state, event) in AMENDMENT_TABLE:
        assert AMENDMENTS.target(state, event) == AMENDMENT_TABLE[state, event]
    else:
        with pytest.raises(TransitionRefused):
            AMENDMENTS.target(state, event)


@pytest.mark.parametrize("state", TRANSFER_STATES)
@pytest.mark.parametrize("event", ["accept", "refuse", "carry_out"])
def test_states_of_transfers(state: str, event: str) -> None:
    if (state, event) in TRANSFER_TABLE:
        assert TRANSFERS.target(state, event) == TRANSFER_TABLE[state, event]
    else:
        with pytest.raises(TransitionRefused):
            TRANSFERS.target(state, event)
