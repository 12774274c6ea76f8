"""The search of duplicates: who is compared with whom, what is proposed, what is merged without anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from conum.commons.journal.models import JournalEntry
from conum.domains.places.enums import PairState
from conum.domains.places.jobs import search_duplicates
from conum.domains.places.models import DuplicatePair, Place
from conum.domains.places.operations.duplicates import find_duplicates
from conum.domains.places.operations.merging import declare_different, take_back
from conum.domains.places.queries.duplicate_candidates import MOST_EACH, candidates
from conum.domains.places.queries.opening import is_open
from tests.domains.places.duplicates.twins import NOW, SAID, close, pair_of, twins
from tests.domains.places.files import as_csv, imported, place_file
from tests.factories_accounts import make_actor
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db


def met() -> set[frozenset[object]]:
    return {frozenset(pair[:2]) for pair in candidates(300)}


def test_PLA_36_neighbours_are_met_by_commune_metres_siret_and_phone_and_nobody_else():
    here = make_place(latitude=45.83, longitude=1.26, phones=["+33555010203"], pivot="20005400000015")
    same_commune = make_place(latitude=None, longitude=None, precision="")
    across = make_place("23096", latitude=45.832, longitude=1.26)  # 222 metres, another commune
    same_siret = make_place("35238", pivot="20005400000015")
    same_phone = make_place("35238", phones=["+33555010203", "+33555999999"])
    far = make_place("98731", latitude=-14.45, longitude=-145.9)
    found = met()
    for other in (same_commune, across, same_siret, same_phone):
        assert frozenset({here.pk, other.pk}) in found
    assert frozenset({here.pk, far.pk}) not in found


def test_PLA_36_the_comparisons_grow_as_the_places_even_in_one_town():
    """What is asserted is the number of rows compared, never a time."""
    counts = []
    for size in (60, 120, 240):
        for number in range(Place.objects.count(), size):
            make_place(name=f"Lieu {number}", address=f"{number} rue {number % 7}", pivot="20005400000015")
        counts.append(len(list(candidates(300))))
        assert counts[-1] <= size * MOST_EACH
    assert counts[2] - counts[1] <= 2.2 * (counts[1] - counts[0])


def test_PLA_32_no_metres_are_told_of_a_point_that_is_not_exact():
    make_place(latitude=45.83, longitude=1.26)
    make_place(latitude=45.83, longitude=1.26, precision="commune")
    make_place(latitude=None, longitude=None, precision="")
    assert [pair.metres for pair in candidates(300)] == [None, None, None]


def test_PLA_36_closed_merged_and_decided_records_are_not_compared_again():
    one, two = close()
    declare_different(pair_of(one, two).pk, actor=make_actor("national_admin"), now=NOW)
    make_place(closed_on=NOW.date())
    make_place(merged_into=one)
    assert met() == set()


def test_PLA_30_what_resembles_is_proposed_and_what_is_sure_is_merged():
    sure, doubtful = twins(), close("23096")
    search = find_duplicates(now=NOW)
    assert (search.proposed, search.merged) == (1, 1)
    kept, merged = (Place.objects.get(pk=place.pk) for place in sure)
    assert (kept.merged_into_id, merged.merged_into_id) == (None, kept.pk)
    pair = DuplicatePair.objects.get(state=PairState.PROPOSED)
    assert {pair.first_id, pair.second_id} == {place.pk for place in doubtful}
    assert 0.6 <= pair.score < 0.95
    assert [signal["name"] for signal in pair.signals][:3] == ["name", "street", "distance"]


def test_PLA_30_an_automatic_merge_is_journalled_without_a_person():
    twins()
    find_duplicates(now=NOW)
    line = JournalEntry.objects.get(action="place.merge")
    assert (line.role, line.payload["score"]) == ("system", "1.000")


def test_PLA_30_what_a_person_took_back_is_never_merged_again_by_itself():
    twins()
    find_duplicates(now=NOW)
    pair = DuplicatePair.objects.get()
    take_back(pair.pk, actor=make_actor("national_admin"), now=NOW)
    later = NOW + timedelta(days=1)
    assert find_duplicates(now=later).merged == 0
    assert DuplicatePair.objects.get().state == PairState.PROPOSED


def test_PLA_33_the_night_makes_no_chain_of_three():
    twins()
    make_place(**SAID)
    assert find_duplicates(now=NOW).merged == 2
    kept = Place.objects.get(merged_into=None)  # alike in all: either may be the one
    assert set(Place.objects.exclude(pk=kept.pk).values_list("merged_into", flat=True)) == {kept.pk}


def test_PLA_35_a_pair_said_different_is_never_proposed_again():
    one, two = close()
    declare_different(pair_of(one, two).pk, actor=make_actor("national_admin"), now=NOW)
    assert find_duplicates(now=NOW + timedelta(days=1)).proposed == 0
    assert DuplicatePair.objects.get().state == PairState.DIFFERENT


def test_a_proposal_that_no_longer_holds_is_withdrawn():
    one, two = close()
    pair_of(one, two)
    two.name, two.pivot = "Cyberbase", "21870085000012"
    two.save(update_fields=["name", "pivot"])
    find_duplicates(now=NOW + timedelta(days=1))
    assert not DuplicatePair.objects.exists()


def test_the_same_search_twice_changes_nothing():
    one, two = close()
    before = pair_of(one, two)
    assert pair_of(one, two).pk == before.pk
    assert DuplicatePair.objects.count() == 1


def test_the_command_tells_the_counts_and_can_leave_all_to_people():
    twins()
    out = StringIO()
    call_command("find_duplicates", propose_only=True, stdout=out)
    assert out.getvalue().splitlines()[-1] == "compared=1 proposed=1 merged=0"
    assert not Place.objects.exclude(merged_into=None).exists()
    search_duplicates(0)
    assert Place.objects.exclude(merged_into=None).count() == 1


def test_PLA_31_a_bus_is_as_many_places_as_it_has_stops_each_open_on_its_day(tmp_path):
    """Edge case of sheet 05: an itinerant bus with a different place each day, one name and one SIRET."""
    stops = [
        {"id": "bus-1", "horaires": "Mo 09:00-12:00"},
        {"id": "bus-2", "horaires": "Tu 09:00-12:00", "commune": "Guéret", "code_postal": "23000",
         "code_insee": "23096", "latitude": "46.17", "longitude": "1.87", "adresse": "Place du marché"},
        {"id": "bus-3", "horaires": "We 09:00-12:00", "adresse": "Avenue de la gare", "latitude": "45.85"},
    ]  # fmt: skip
    bus = {"nom": "Bus du numérique", "itinerance": "Itinérant", "telephone": ""}
    report = imported(place_file(tmp_path, as_csv([{**bus, **stop} for stop in stops])))
    assert (report.created, report.refused) == (3, 0)
    find_duplicates(now=NOW)
    places = list(Place.objects.filter(merged_into=None).order_by("schema_id"))
    assert len(places) == 3
    monday = datetime(2026, 11, 9, 10, tzinfo=UTC)
    opened = [[is_open(place, monday + timedelta(days=day)) for place in places] for day in range(3)]
    assert opened == [[True, False, False], [False, True, False], [False, False, True]]
