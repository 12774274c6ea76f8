"""Who may help: MAN-01 to MAN-06, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conum.domains.mandates.enums import HelperStatus
from conum.domains.mandates.rules import team as rules
from conum.domains.mandates.workflow import HELPERS, REQUESTS

NOW = datetime(2026, 1, 13, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("status", [status for status in HelperStatus if status != HelperStatus.EMPLOYEE])
def test_MAN_01_relatives_volunteers_and_elected_officials_are_refused(status):
    assert not rules.is_professional(status)
    assert rules.is_professional(HelperStatus.EMPLOYEE)


@pytest.mark.parametrize(
    "email",
    [
        "contact@mairie.fr",
        "Mairie@bourg.fr",
        "accueil.mairie@bourg.fr",
        "france-services@bourg.fr",
        "contact2@asso.fr",
        "mairie-accueil@bourg.fr",
        "@bourg.fr",
        "42@bourg.fr",
    ],
)
def test_MAN_02_shared_addresses_are_refused(email):
    assert not rules.address_is_nominative(email)


@pytest.mark.parametrize("email", ["awa.diallo@bourg.fr", "a.diallo@mairie.fr", "mairie.diallo@bourg.fr", "adi@x.fr"])
def test_MAN_02_nominative_addresses_are_accepted(email):
    assert rules.address_is_nominative(email)


def test_MAN_02_an_address_serves_one_helper():
    assert rules.address_is_free(False) and not rules.address_is_free(True)


def test_MAN_03_the_test_follows_the_training_and_both_are_past():
    today = date(2026, 1, 13)
    assert rules.training_is_past(today, today) and not rules.training_is_past(today + timedelta(days=1), today)
    assert rules.test_follows_training(date(2026, 1, 10), date(2026, 1, 10), today)
    assert not rules.test_follows_training(None, today, today)
    assert not rules.test_follows_training(date(2026, 1, 10), date(2026, 1, 9), today)
    assert not rules.test_follows_training(date(2026, 1, 10), date(2026, 1, 14), today)


def test_MAN_03_active_is_reached_by_the_test_alone():
    ways = {transition.name for transition in HELPERS if transition.target == "active"}
    assert ways == {"accept_trained", "pass_test", "resume"}


def test_MAN_04_groups_are_among_those_offered():
    offered = frozenset({"money", "papers"})
    assert rules.groups_are_offered(frozenset({"money"}), offered)
    assert not rules.groups_are_offered(frozenset(), offered)
    assert not rules.groups_are_offered(frozenset({"money", "unknown"}), offered)


def test_MAN_05_six_months_to_the_day():
    assert rules.is_due_for_suspension(NOW - timedelta(days=185), NOW, 6)
    assert not rules.is_due_for_suspension(rules.months_before(NOW, 6), NOW, 6)


def test_MAN_06_a_mandate_is_signed_where_it_was_begun():
    assert rules.acts_for_one("a", "a")
    assert not rules.acts_for_one("a", "b") and not rules.acts_for_one(None, None)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.integers(0, 60))
def test_months_before_go_back_by_calendar_months(instant, months):
    before = rules.months_before(instant, months)
    assert (instant.year * 12 + instant.month) - (before.year * 12 + before.month) == months
    assert before.day <= instant.day and before.time() == instant.time()


def test_a_decided_application_never_moves_again():
    for state in ("accredited", "refused", "closed"):
        assert REQUESTS.from_state(state) == ()
