"""Who leaves an employer leaves its places (REC-54), by the operation that ends the contract."""

from __future__ import annotations

from datetime import date

import pytest

from conum.commons.journal.models import JournalEntry
from conum.domains.places.models import PlacePerson
from conum.domains.places.operations.leaving import end_presences
from conum.domains.recruitment.operations.terminations import end_contract
from tests.factories_accounts import make_membership, make_organisation
from tests.factories_places import A_DAY, make_place
from tests.factories_recruitment import make_contract

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 1, 12)


@pytest.fixture
def contract():
    made = make_contract(state="active", ends_on=LAST_DAY)
    make_membership("counsellor", made.person, organisation=made.host)
    return made


def present(contract, place, starts_on=date(2025, 3, 3), **fields):
    dated = {"created_at": A_DAY, "updated_at": A_DAY}
    return PlacePerson.objects.create(place=place, person=contract.person, starts_on=starts_on, **dated, **fields)


def last_day(row):
    row.refresh_from_db()
    return row.ends_on


def test_REC_54_presence_at_the_places_ends_that_day_with_a_trace(contract, now):
    own = present(contract, make_place(organisation=contract.host), main=True)
    hosted = present(contract, make_place())
    end_contract(contract.pk, now=now)
    assert (last_day(own), last_day(hosted)) == (LAST_DAY, LAST_DAY)
    assert JournalEntry.objects.filter(action="place.end_presence").count() == 2


def test_REC_54_who_works_elsewhere_too_leaves_the_places_of_the_host_only(contract, now):
    make_membership("mediator", contract.person, organisation=make_organisation())
    own = present(contract, make_place(organisation=contract.host))
    other = present(contract, make_place())
    end_contract(contract.pk, now=now)
    assert (last_day(own), last_day(other)) == (LAST_DAY, None)


def test_REC_54_who_goes_on_at_the_host_stays_at_its_places(contract, now):
    make_membership("mediator", contract.person, organisation=contract.host)
    own = present(contract, make_place(organisation=contract.host))
    end_contract(contract.pk, now=now)
    assert last_day(own) is None


def test_REC_54_a_presence_to_come_is_taken_away_and_one_already_over_is_kept(contract, now):
    to_come = present(contract, make_place(), date(2026, 2, 2))
    over = present(contract, make_place(), ends_on=date(2025, 6, 30))
    end_contract(contract.pk, now=now)
    assert not PlacePerson.objects.filter(pk=to_come.pk).exists()
    assert last_day(over) == date(2025, 6, 30)


def test_REC_54_done_twice_it_is_done_once(contract, now):
    present(contract, make_place())
    end_contract(contract.pk, now=now)
    told = {"person_id": contract.person_id, "host_id": contract.host_id, "last_day": LAST_DAY}
    assert end_presences(**told, now=now) == 0
    assert JournalEntry.objects.filter(action="place.end_presence").count() == 1
