"""A person decides of two records: what the merge keeps, what follows, what can be taken back."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from conum.commons.journal.models import JournalEntry
from conum.domains.places.enums import PairState
from conum.domains.places.models import DuplicatePair, OpeningException, Place, PlacePerson
from conum.domains.places.operations.editing import edit_place
from conum.domains.places.operations.merging import declare_different, merge_pair, take_back
from conum.domains.places.operations.reports import report_error
from conum.domains.places.queries import offers
from conum.kernel.errors import Conflict, OutOfSight
from conum.kernel.ids import new_id
from conum.kernel.rules import RuleBroken
from tests.domains.places.duplicates.twins import NOW, SAID, close, pair_of, twins
from tests.factories_accounts import make_actor, make_person
from tests.factories_places import A_DAY, make_place

pytestmark = pytest.mark.django_db
DATES = {"created_at": A_DAY, "updated_at": A_DAY}


@pytest.fixture
def admin():
    return make_actor("national_admin")


def works(place: Place, person=None, **fields) -> PlacePerson:
    return PlacePerson.objects.create(
        **{"place": place, "person": person or make_person(), "starts_on": date(2020, 1, 1), **DATES, **fields}
    )


def test_PLA_34_the_kept_identifier_stays_and_the_other_leads_to_it(admin, client):
    one, two = close(summary="Au premier étage", updated_on=date(2026, 2, 1))
    pair = merge_pair(pair_of(one, two).pk, one.pk, actor=admin, now=NOW)
    kept, merged = Place.objects.get(pk=one.pk), Place.objects.get(pk=two.pk)
    assert (kept.schema_id, kept.name, kept.summary) == (one.schema_id, "Médiathèque", "Au premier étage")
    assert kept.phones == ["+33555010203"]  # the newer record tells none: the older one's is kept
    assert (merged.merged_into_id, pair.merged, pair.state) == (kept.pk, merged, PairState.MERGED)
    answer = client.get(f"/lieux/{merged.pk}/n-importe/")
    assert (answer.status_code, str(kept.pk) in answer["Location"]) == (301, True)
    assert client.get(f"/api/v1/lieux/{merged.schema_id}").json()["id"] == kept.schema_id


def test_PLA_34_a_merge_is_journalled_and_in_the_history_of_both(admin):
    one, two = close()
    merge_pair(pair_of(one, two).pk, one.pk, actor=admin, now=NOW)
    line = JournalEntry.objects.get(action="place.merge")
    assert (line.payload["kept"], line.payload["merged"]) == (str(one.pk), str(two.pk))
    events = apps.get_model("places", "PlaceEvent").objects.order_by("pgh_id")
    assert events.filter(pgh_obj_id=two.pk).last().merged_into_id == one.pk
    assert events.filter(pgh_obj_id=one.pk).last().last_edit_source == "merge"


def test_people_exceptions_and_reports_follow_and_come_back(admin):
    one, two = close()
    both, alone = make_person(), make_person()
    there, twice, moved = works(one, both), works(two, both), works(two, alone)
    days = {"starts_on": NOW.date(), "ends_on": NOW.date(), "kind": "closed", **DATES}
    closing = OpeningException.objects.create(place=two, **days)
    report = report_error(place=two, subject="hours", message="", email="", now=NOW)
    pair = merge_pair(pair_of(one, two).pk, one.pk, actor=admin, now=NOW)
    rows = (there, twice, moved, closing, report)
    for row in rows:
        row.refresh_from_db()
    assert [row.place_id for row in rows] == [one.pk, two.pk, one.pk, one.pk, one.pk]
    take_back(pair.pk, actor=admin, now=NOW)
    for row in rows:
        row.refresh_from_db()
    assert [row.place_id for row in rows] == [one.pk, two.pk, two.pk, two.pk, two.pk]


def test_PLA_34_a_merge_is_taken_back_and_later_edits_stay(admin):
    one, two = close(updated_on=date(2026, 2, 1), summary="Courte", fees=["free"], latitude=45.8301, longitude=1.2601)
    before = {name: getattr(one, name) for name in ("name", "summary", "fees", "latitude", "longitude", "updated_on")}
    pair = merge_pair(pair_of(one, two).pk, one.pk, actor=admin, now=NOW)
    edit_place(one.pk, {"summary": "Écrite depuis"}, actor=admin, now=NOW + timedelta(hours=1))
    pair = take_back(pair.pk, actor=admin, now=NOW + timedelta(hours=2))
    kept, merged = Place.objects.get(pk=one.pk), Place.objects.get(pk=two.pk)
    after = {name: getattr(kept, name) for name in before}
    assert after == {**before, "summary": "Écrite depuis", "updated_on": NOW.date()}
    assert (merged.merged_into_id, merged.summary) == (None, "Courte")
    assert (pair.state, pair.undone_at, pair.undo) == (PairState.PROPOSED, NOW + timedelta(hours=2), {})
    with pytest.raises(Conflict):
        take_back(pair.pk, actor=admin, now=NOW)


def test_PLA_33_records_merged_earlier_go_to_the_kept_one_when_they_resemble_it(admin):
    one, two = close()
    three = make_place(**SAID)
    merge_pair(pair_of(two, three).pk, three.pk, actor=admin, now=NOW)
    pair = pair_of(one, three)
    merge_pair(pair.pk, one.pk, actor=admin, now=NOW)
    assert set(Place.objects.exclude(merged_into=None).values_list("merged_into", flat=True)) == {one.pk}
    take_back(pair.pk, actor=admin, now=NOW)
    assert Place.objects.get(pk=two.pk).merged_into_id == three.pk


def test_PLA_33_a_record_merged_earlier_that_does_not_resemble_the_kept_one_stops_the_merge(admin):
    one, two = close()
    make_place(name="Cyberbase", address="3 place du Marché", merged_into=two)
    with pytest.raises(RuleBroken) as refusal:
        merge_pair(pair_of(one, two).pk, one.pk, actor=admin, now=NOW)
    assert refusal.value.rule_id == "PLA-33"
    assert Place.objects.get(pk=two.pk).merged_into_id is None


def test_PLA_33_the_database_refuses_a_chain():
    kept = make_place()
    between = make_place(merged_into=kept)
    with pytest.raises(IntegrityError, match="place_no_merge_chain"), transaction.atomic():
        make_place(merged_into=between)
    with pytest.raises(IntegrityError, match="place_no_merge_chain"), transaction.atomic():
        Place.objects.filter(pk=kept.pk).update(merged_into=make_place())


def test_PLA_34_a_record_where_people_book_is_not_merged_without_a_person(monkeypatch):
    one, two = close()
    booked = Place.objects.filter(pk=two.pk).values("pk")
    monkeypatch.setattr(offers, "_bookable", [lambda now: booked])
    pair = pair_of(one, two)
    with pytest.raises(RuleBroken) as refusal:
        merge_pair(pair.pk, one.pk, actor=None, now=NOW)
    assert refusal.value.rule_id == "PLA-34"


def test_PLA_34_the_kept_record_is_one_of_the_two(admin):
    one, two = close()
    with pytest.raises(RuleBroken) as refusal:
        merge_pair(pair_of(one, two).pk, make_place().pk, actor=admin, now=NOW)
    assert (refusal.value.rule_id, refusal.value.field) == ("PLA-34", "kept")
    with pytest.raises(OutOfSight):
        merge_pair(new_id(), one.pk, actor=admin, now=NOW)


def test_PLA_35_a_decided_pair_is_not_decided_twice(admin):
    one, two = close()
    pair = declare_different(pair_of(one, two).pk, actor=admin, now=NOW)
    for act in (
        lambda: merge_pair(pair.pk, one.pk, actor=admin, now=NOW),
        lambda: declare_different(pair.pk, actor=admin, now=NOW),
    ):
        with pytest.raises(RuleBroken) as refusal:
            act()
        assert refusal.value.rule_id == "PLA-35"
    assert JournalEntry.objects.filter(action="place.differ").count() == 1
    assert take_back(pair.pk, actor=admin, now=NOW).state == PairState.PROPOSED


def test_the_other_proposals_of_a_merged_record_lapse(admin):
    one, two = close()
    make_place(**SAID)
    pair = pair_of(one, two)
    assert DuplicatePair.objects.count() == 3
    merge_pair(pair.pk, one.pk, actor=admin, now=NOW)
    assert DuplicatePair.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"swap": True}, "duplicate_pair_ordered"),
        ({"score": "1.2"}, "duplicate_pair_score_is_a_part"),
        ({"state": "maybe", "decided_at": NOW}, "duplicate_pair_state_known"),
        ({"state": "different"}, "duplicate_pair_decided_with_a_date"),
        ({"state": "merged", "decided_at": NOW}, "duplicate_pair_keeps_one_of_the_two"),
    ],
)
def test_the_database_holds_what_a_pair_is(fields, constraint):
    first, second = sorted(twins(), key=lambda place: place.pk)
    if fields.pop("swap", False):
        first, second = second, first
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        DuplicatePair.objects.create(**{"first": first, "second": second, "score": "0.7", **DATES, **fields})


def test_PLA_12_the_database_refuses_a_private_place_as_main_and_frees_one_that_becomes_private():
    private = make_place(services=[], access_modes=["not_open_to_public"])
    with pytest.raises(IntegrityError, match="place_person_main_is_public"), transaction.atomic():
        works(private, main=True)
    public = make_place(access_modes=["walk_in"])
    row = works(public, main=True)
    Place.objects.filter(pk=public.pk).update(services=[], access_modes=["not_open_to_public"])
    row.refresh_from_db()
    assert not row.main


@pytest.mark.django_db(transaction=True)
def test_two_people_merging_the_same_pair_both_ways_at_once_merge_it_once():
    one, two = close()
    pair, admin = pair_of(one, two), make_actor("national_admin")
    start, ends = threading.Barrier(2), []

    def act(kept: Place) -> None:
        start.wait()
        try:
            merge_pair(pair.pk, kept.pk, actor=admin, now=NOW)
            ends.append("merged")
        except RuleBroken as refusal:
            ends.append(refusal.rule_id)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(kept,)) for kept in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["PLA-35", "merged"]
    assert Place.objects.exclude(merged_into=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_PLA_33_two_merges_at_once_never_make_a_chain():
    """A into B and B into C by raw updates: the trigger's lock makes one wait and refuse."""
    one, two, three = make_place(), make_place(), make_place()
    start, ends = threading.Barrier(2), []

    def act(row: Place, into: Place) -> None:
        start.wait()
        try:
            with transaction.atomic():
                Place.objects.filter(pk=row.pk).update(merged_into=into)
            ends.append("merged")
        except IntegrityError:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=pair) for pair in ((one, two), (two, three))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["merged", "refused"]
