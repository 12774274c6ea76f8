"""A place apart from its organisation, what is free there, and where it is counted (PLA-01, PLA-05, PLA-18)."""

from __future__ import annotations

from datetime import date

import pytest

from conum.domains.places.models import Place, PlacePerson
from conum.domains.places.queries.clusters import Window, clusters
from conum.domains.places.queries.finder_wish import Here, Wish
from tests.factories_accounts import make_membership, make_organisation, make_person
from tests.factories_places import A_DAY, make_place

pytestmark = pytest.mark.django_db


def test_PLA_01_one_organisation_runs_many_places_and_one_place_hosts_people_of_many():
    host, other = make_organisation(), make_organisation()
    here, there = make_place(organisation=host), make_place("23096", organisation=host)
    people = [make_person(), make_person()]
    for person, employer in zip(people, (host, other), strict=True):
        make_membership("counsellor", person, organisation=employer)
        PlacePerson.objects.create(
            place=here, person=person, starts_on=date(2026, 1, 1), created_at=A_DAY, updated_at=A_DAY
        )
    assert set(Place.objects.filter(organisation=host)) == {here, there}
    assert here.people.count() == 2
    assert make_place(organisation=None).organisation is None


@pytest.mark.parametrize(
    ("schemes", "fees", "told"),
    [
        (["conseillers_numeriques"], ["free", "paid"], True),
        (["conseillers_numeriques"], ["free"], False),
        (["france_services"], ["paid"], False),
    ],
)
def test_PLA_05_the_help_of_counsellors_is_free_and_other_services_are_told_apart(client, schemes, fees, told):
    place = make_place(national_schemes=schemes, fees=fees)
    page = client.get(f"/lieux/{place.pk}/x/", follow=True).content.decode()
    assert ("le prix est celui des autres services" in page) == told


def test_PLA_18_a_place_counts_where_it_stands_whatever_its_people_and_its_organisation(now):
    seat = make_place("35238").commune
    place = make_place("23096", organisation=make_organisation(commune=seat))
    make_membership("counsellor", make_person(), department_id="35")
    found = clusters(Window(46.2, 1.8, 8), Here(), Wish(), now)
    assert [(one.count, one.territory) for one in found if one.territory == "Creuse"] == [(1, "Creuse")]
    assert place.commune.department_id == "23"
