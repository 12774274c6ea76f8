"""Shared parameters: defaults of the sheets (PRG rules), changes, what is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from conum.commons.journal.models import JournalEntry
from conum.commons.programme import parameters
from conum.commons.programme.enums import LABELS, UNITS
from conum.commons.programme.models import ParameterValue
from conum.commons.programme.operations import set_parameter
from conum.commons.programme.queries import history, lines, one_reading
from conum.kernel.errors import OutOfSight, PermissionRefused
from conum.kernel.parameters import REGISTRY
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor

REASON = "Décret du 1er janvier"
WAGE = "programme.minimum_wage"
EARLY = date(2021, 1, 1)


def change(now, key=WAGE, text="1850,10", first_day=None, reason=REASON, actor=None):
    return set_parameter(
        key=key,
        first_day=first_day or localdate(now),
        text=text,
        reason=reason,
        actor=actor or make_actor("national_admin"),
        now=now,
    )


@pytest.mark.django_db
class TestDefaults:
    def test_PRG_10_the_envelopes_are_200_40_10(self):
        parts = [parameters.BUDGET_COUNSELLORS, parameters.BUDGET_KITS, parameters.BUDGET_AIDANTS]
        assert [part.on(EARLY) for part in parts] == [200_000_000, 40_000_000, 10_000_000]
        assert parameters.BUDGET_TOTAL.on(EARLY) == 250_000_000

    def test_PRG_15_the_target_is_4000_and_5000_is_history(self):
        assert parameters.TARGET_POSTS.on(EARLY) == 4000
        assert parameters.ANNOUNCED_BEFORE.on(EARLY) == 5000

    def test_PRG_24_the_size_of_the_problem_is_dated(self):
        far = parameters.POPULATION_FAR_FROM_DIGITAL
        assert (far.on(date(2022, 12, 31)), far.on(date(2023, 1, 1))) == (13_000_000, 16_000_000)

    def test_the_name_changed_in_2023(self):
        assert parameters.NAME.on(EARLY).endswith("France Services")
        assert parameters.NAME.on(date(2023, 1, 1)) == "Conseiller numérique"

    @pytest.mark.parametrize(
        ("day", "wage"),
        [
            (date(2021, 1, 1), "1554.58"),
            (date(2021, 9, 30), "1554.58"),
            (date(2021, 10, 1), "1589.47"),
            (date(2022, 1, 1), "1603.12"),
            (date(2022, 5, 1), "1645.58"),
            (date(2022, 8, 1), "1678.95"),
            (date(2023, 1, 1), "1709.28"),
            (date(2023, 5, 1), "1747.20"),
            (date(2024, 1, 1), "1766.92"),
            (date(2024, 11, 1), "1801.80"),
            (date(2026, 1, 1), "1801.80"),
        ],
    )
    def test_PRG_41_the_minimum_wage_of_the_day(self, day, wage):
        assert parameters.MINIMUM_WAGE.on(day) == Decimal(wage)


@pytest.mark.django_db
class TestAChange:
    def test_PRG_42_it_is_journalled_with_author_old_new_first_day_and_reason(self, now):
        actor = make_actor("national_admin")
        change(now, actor=actor)
        entry = JournalEntry.objects.get(action="set_parameter")
        assert entry.subject_id == WAGE and entry.role == "national_admin"
        assert entry.payload == {"old": "1801.80", "new": "1850.10", "first_day": "2026-01-13", "reason": REASON}

    def test_PRG_42_values_already_used_are_not_rewritten(self, now):
        change(now)
        assert parameters.MINIMUM_WAGE.on(localdate(now) - timedelta(days=1)) == Decimal("1801.80")
        with pytest.raises(RuleBroken, match="aujourd'hui ou plus tard"):
            change(now, first_day=localdate(now) - timedelta(days=1))

    def test_PRG_41_it_applies_from_its_first_day(self, now):
        change(now, first_day=date(2026, 2, 1))
        assert parameters.MINIMUM_WAGE.on(date(2026, 1, 31)) == Decimal("1801.80")
        assert parameters.MINIMUM_WAGE.on(date(2026, 2, 1)) == Decimal("1850.10")

    def test_a_correction_of_the_same_day_wins(self, now):
        change(now, first_day=date(2026, 2, 1))
        change(now + timedelta(minutes=1), first_day=date(2026, 2, 1), text="1 860,00")
        assert parameters.MINIMUM_WAGE.on(date(2026, 2, 1)) == Decimal("1860.00")
        assert [step.replaced for step in history(WAGE)[:2]] == [False, True]

    def test_it_is_seen_at_once_within_one_reading(self, now):
        with one_reading():
            parameters.MINIMUM_WAGE.on(localdate(now))
            change(now)
            assert parameters.MINIMUM_WAGE.on(localdate(now)) == Decimal("1850.10")

    def test_one_reading_asks_once(self, django_assert_num_queries):
        with django_assert_num_queries(1), one_reading():
            for found in (parameters.MINIMUM_WAGE, parameters.TARGET_POSTS, parameters.NAME):
                found.on(EARLY)

    def test_the_next_reading_sees_what_another_process_wrote(self, now):
        with one_reading():
            parameters.TARGET_POSTS.on(localdate(now))
        ParameterValue.objects.create(
            key="programme.target_posts",
            first_day=EARLY,
            value="4200",
            reason="x",
            author_id=make_actor("hub").person_id,
            made_at=now,
        )
        with one_reading():
            assert parameters.TARGET_POSTS.on(localdate(now)) == 4200

    def test_PRG_30_children_never_exceed_their_parent(self, now):
        with pytest.raises(RuleBroken, match="260000000") as refusal:
            change(now, key="budget.kits", text="50 000 000")
        assert refusal.value.rule_id == "PRG-30" and not ParameterValue.objects.exists()

    def test_PRG_30_holds_on_later_days_too(self, now):
        later = localdate(now) + timedelta(days=30)
        change(now, key="budget.counsellors", text="150000000")
        change(now, key="budget.counsellors", text="200000000", first_day=later)
        with pytest.raises(RuleBroken):
            change(now, key="budget.kits", text="60000000")
        change(now, key="budget.total", text="280000000")
        change(now, key="budget.kits", text="60000000")

    @pytest.mark.parametrize("role", ["privacy_officer", "host_manager", "paying_agent"])
    def test_other_roles_are_refused(self, now, role):
        with pytest.raises(PermissionRefused):
            change(now, actor=make_actor(role))

    def test_an_unknown_key_does_not_exist(self, now):
        with pytest.raises(OutOfSight):
            change(now, key="programme.nothing")

    @pytest.mark.parametrize("statement", ["UPDATE {} SET value = '1'", "DELETE FROM {}", "TRUNCATE {}"])
    def test_the_database_refuses_to_rewrite(self, now, statement):
        change(now)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format("programme_parametervalue"))
        assert ParameterValue.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        (WAGE, "beaucoup", "nombre compris entre 0 et 10000000000"),
        (WAGE, "-1", "nombre compris entre 0"),
        (WAGE, "NaN", "nombre compris entre 0"),
        (WAGE, "Infinity", "nombre compris entre 0"),
        ("budget.alert_threshold", "101", "nombre compris entre 0 et 100."),
        ("programme.target_posts", "12,5", "nombre compris"),
        ("programme.full_time_hours", "60", "entre 1 et 48"),
        ("privacy.message_content", "601", "entre 0 et 600"),
        ("programme.free_activities", "peut-être", "« oui » ou « non »"),
        ("programme.target_date", "31/02/2026", "une date entre 2018 et 2100"),
        ("programme.target_date", "1999-01-01", "une date entre 2018 et 2100"),
        ("privacy.warning_days", "60;30", "suite de nombres"),
        ("privacy.warning_days", "60,99999", "chacun entre 0 et 3650"),
        ("programme.name", "   ", "texte de 1 à 200"),
        ("programme.name", "x" * 201, "texte de 1 à 200"),
        ("programme.timezone", "Europe/Limoges", "fuseau horaire"),
        ("programme.target_posts", "4000", "déjà celle qui s'applique"),
    ],
)
def test_a_wrong_value_is_refused_with_its_bounds(now, key, text, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        change(now, key=key, text=text)


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "    ", "abc", "x" * 501])
def test_a_reason_is_demanded(now, reason):
    with pytest.raises(RuleBroken, match="5 à 500"):
        change(now, reason=reason)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        (WAGE, "1\u202f850,10", Decimal("1850.10")),
        ("programme.free_activities", "non", False),
        ("privacy.warning_days", "90, 30, 7", (90, 30, 7)),
        ("programme.target_date", "2027-12-31", date(2027, 12, 31)),
        ("programme.timezone", "Indian/Reunion", "Indian/Reunion"),
    ],
)
def test_values_are_read_as_people_write_them(now, key, text, value):
    change(now, key=key, text=text)
    assert lines(localdate(now))[key.partition(".")[0]]
    assert next(step for step in history(key)).value == value


def test_every_shared_parameter_has_its_french_name_and_unit():
    ours = {key: found for key, found in REGISTRY.items() if key.split(".")[0] in ("programme", "budget", "privacy")}
    assert not set(ours) - set(LABELS)
    assert not {found.unit for found in ours.values()} - set(UNITS)
