"""The Actor: one person, one role, the reach of that role."""

from datetime import date

import pytest

from conum.commons.accounts.enums import Role
from conum.commons.accounts.queries.actors import actor_for, actor_of, perimeter_of, second_factor_demanded
from conum.commons.territories.models import Perimeter
from tests.factories_accounts import make_membership, make_organisation, make_person

TODAY = date(2026, 1, 13)
pytestmark = pytest.mark.usefixtures("territories")


def test_a_bare_account_reaches_nothing() -> None:
    actor = actor_for(make_person(), None, TODAY)
    assert (actor.role, actor.membership_id, actor.perimeter) == (Role.PUBLIC, None, Perimeter.none())


def test_the_chosen_membership_is_the_role() -> None:
    person = make_person()
    make_membership(Role.HOST_MANAGER, person)
    chosen = make_membership(Role.PREFECTURE, person, department_id="87")
    actor = actor_for(person, chosen.pk, TODAY)
    assert actor.role == Role.PREFECTURE
    assert actor.perimeter == Perimeter.of_departments(["87"])


def test_without_a_choice_the_newest_work_comes_before_what_is_held_for_oneself() -> None:
    hired = make_person()
    make_membership(Role.CANDIDATE, hired, starts_on=date(2026, 1, 2))
    make_membership(Role.HOST_MANAGER, hired, starts_on=date(2025, 6, 1))
    newest = make_membership(Role.COUNSELLOR, hired, starts_on=date(2026, 1, 1))
    assert actor_for(hired, None, TODAY) == actor_of(hired, newest)
    make_membership(Role.PREFECTURE, hired, department_id="87", starts_on=date(2026, 1, 14))  # tomorrow
    assert actor_for(hired, None, TODAY).role == Role.COUNSELLOR


def test_an_ended_membership_falls_back_on_one_in_force() -> None:
    person = make_person()
    kept = make_membership(Role.COUNSELLOR, person)
    ended = make_membership(Role.PREFECTURE, person, ends_on=date(2026, 1, 12))
    assert actor_for(person, ended.pk, TODAY) == actor_of(person, kept)


def test_a_membership_of_the_future_is_not_held_yet() -> None:
    person = make_person()
    future = make_membership(Role.COUNSELLOR, person, starts_on=date(2026, 1, 14))
    assert actor_for(person, future.pk, TODAY).role == Role.PUBLIC
    assert actor_for(person, future.pk, date(2026, 1, 14)).role == Role.COUNSELLOR


def test_the_membership_of_somebody_else_is_not_taken() -> None:
    other = make_membership(Role.NATIONAL_ADMIN)
    assert actor_for(make_person(), other.pk, TODAY).role == Role.PUBLIC


@pytest.mark.parametrize(
    ("role", "fields", "inside", "outside"),
    [
        (Role.NATIONAL_ADMIN, {}, "35", None),
        (Role.PREFECTURE, {"region_id": "75"}, "23", "35"),
        (Role.COORDINATOR, {"department_id": "23"}, "23", "87"),
        (Role.COUNSELLOR, {}, None, "87"),
    ],
)
def test_each_role_has_its_reach(role: str, fields: dict[str, str], inside: str | None, outside: str | None) -> None:
    perimeter = perimeter_of(make_membership(role, **fields))
    assert inside is None or perimeter.contains_department(inside)
    assert outside is None or not perimeter.contains_department(outside)


def test_a_hub_reaches_its_territories() -> None:
    hubik = make_membership(Role.HUB, organisation=make_organisation(hub="hubik"))
    assert perimeter_of(hubik).contains_department("87")
    antilles = make_membership(Role.HUB, organisation=make_organisation(hub="mednum_antilles"))
    assert perimeter_of(antilles) == Perimeter.of_departments(["971", "972"])


def test_the_second_factor_is_demanded_by_any_role_in_force() -> None:
    person = make_person()
    make_membership(Role.CANDIDATE, person)
    assert not second_factor_demanded(person.pk, TODAY)
    make_membership(Role.PREFECTURE, person, starts_on=date(2026, 1, 13))
    assert second_factor_demanded(person.pk, TODAY)
    assert not second_factor_demanded(person.pk, date(2026, 1, 12))
