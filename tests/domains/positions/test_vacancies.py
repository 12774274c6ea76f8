"""The watch over vacant posts: each stage told once, to the right people, by a job that may run twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from conum.commons.accounts.models import Actor
from conum.commons.messaging.models import OutboxMessage
from conum.domains.positions.models import VacancyNotice
from conum.domains.positions.operations.vacancies import watch_vacancies
from conum.domains.positions.queries import vacancies as queries
from tests.factories_accounts import make_actor
from tests.factories_amendments import host_with
from tests.factories_positions import make_assignment

pytestmark = pytest.mark.django_db


def at(day: date) -> datetime:
    """Noon of a day."""
    return datetime.combine(day, time(12), UTC)


def test_POS_47_a_host_is_warned_at_half_then_a_month_before_then_asked_to_return() -> None:
    host_with(2)  # granted on 6 April 2021: two posts, one mail
    told = [
        (day, watch_vacancies(now=at(day)), watch_vacancies(now=at(day)))
        for day in (date(2021, 6, 1), date(2021, 7, 7), date(2021, 7, 8), date(2021, 9, 6), date(2021, 10, 6))
    ]

    assert [(first, again) for _day, first, again in told] == [(0, 0), (1, 0), (0, 0), (1, 0), (1, 0)]
    stages = list(VacancyNotice.objects.order_by("sent_at", "pk").values_list("stage", flat=True))
    assert stages == ["half_time"] * 2 + ["one_month_left"] * 2 + ["return_proposed"] * 2
    subjects = list(OutboxMessage.objects.order_by("pk").values_list("subject", flat=True))
    assert len(subjects) == 3
    assert "rendu proposé" in subjects[-1]


def test_POS_47_a_late_job_tells_the_last_stage_only() -> None:
    host_with(1)
    assert watch_vacancies(now=at(date(2021, 12, 1))) == 1
    assert list(VacancyNotice.objects.values_list("stage", flat=True)) == ["return_proposed"]


def test_POS_47_a_vacancy_begins_after_the_last_counsellor_and_again_after_the_next() -> None:
    _manager, (row,) = host_with(1)
    make_assignment(row, starts_on=date(2021, 5, 1), ends_on=date(2021, 6, 30))
    assert queries.vacant(date(2021, 8, 1)).get().vacant_since == date(2021, 7, 1)
    assert watch_vacancies(now=at(date(2022, 1, 2))) == 1
    make_assignment(row, starts_on=date(2022, 1, 10), ends_on=date(2022, 2, 28))
    assert watch_vacancies(now=at(date(2022, 2, 1))) == 0
    assert watch_vacancies(now=at(date(2022, 9, 2))) == 1
    assert set(VacancyNotice.objects.values_list("vacant_since", flat=True)) == {date(2021, 7, 1), date(2022, 3, 1)}


def test_a_filled_post_is_not_watched() -> None:
    _manager, (row,) = host_with(1)
    make_assignment(row)
    assert watch_vacancies(now=at(date(2022, 6, 1))) == 0


def test_each_reader_sees_its_own_vacant_posts(admin: Actor, prefecture: Actor) -> None:
    manager, (row,) = host_with(1)
    host_with(1, commune="19031")
    day = date(2021, 12, 1)
    assert queries.listed(admin, day).count() == 2
    for reader in (manager, prefecture):
        assert queries.listed(reader, day).get().pk == row.pk
    assert queries.listed(make_actor("candidate"), day).count() == 0
