"""What the database itself holds of a place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from psycopg.types.range import Range

from conum.domains.places.enums import AccessMode, Fee, TrainingLabel, Typology
from conum.domains.places.models import OpeningException, Place, PlacePerson, PlaceSource
from tests.factories_accounts import make_person
from tests.factories_places import A_DAY, make_place

NINE = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_official_labels_stay_french_in_every_language() -> None:
    with translation.override("en"):
        assert TrainingLabel.LA_POSTE_DIGITAL_STEPS.official == "Étapes numériques (La Poste)"
        assert AccessMode("not_open_to_public").official == "Ce lieu n'accueille pas de public"
    assert Fee.choices[0] == ("free", "Gratuit")
    assert len(Typology) == 92


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"typologies": ["MAIRIE"]}, "place_typologies_known"),
        ({"fees": ["cheap"]}, "place_fees_known"),
        ({"latitude": 45.8, "longitude": None}, "place_both_coordinates"),
        ({"latitude": 200.0, "longitude": 1.2}, "place_both_coordinates"),
        ({"name": ""}, "place_name_given"),
        ({"pivot": "1234567"}, "place_pivot_form"),
        ({"postal_code": "8700"}, "place_postal_code_form"),
        ({"address": ""}, "place_address_given"),
        ({"description": "a" * 10_001}, "place_description_short_enough"),
    ],
)
def test_a_wrong_value_is_refused_by_name(fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_place(**fields)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"services": []},
        {"services": [], "access_modes": ["not_open_to_public"], "fees": ["free"]},
        {"services": ["safe_use"], "access_modes": ["walk_in", "not_open_to_public"]},
    ],
)
def test_PLA_02_a_place_without_service_is_private_and_says_nothing_else(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="place_private_without_services"), transaction.atomic():
        make_place(**fields)
    assert make_place(services=[], access_modes=["not_open_to_public"]).is_private


@pytest.mark.django_db
def test_open_instants_are_kept_sorted_and_found_by_instant() -> None:
    place = make_place(open_during=[Range(NINE + 5 * HOUR, NINE + 8 * HOUR), Range(NINE, NINE + 3 * HOUR)])
    make_place(open_during=[])
    make_place()

    kept = Place.objects.get(pk=place.pk).open_during
    assert [part.lower for part in kept] == [NINE, NINE + 5 * HOUR]
    assert list(Place.objects.filter(open_during__covers=NINE + HOUR)) == [place]
    assert not Place.objects.filter(open_during__covers=NINE + 4 * HOUR).exists()
    assert list(Place.objects.filter(open_during__meets=Range(NINE + 4 * HOUR, NINE + 6 * HOUR))) == [place]
    assert Place.objects.filter(open_during__isnull=True).count() == 1


@pytest.mark.django_db
def test_a_source_names_a_place_once() -> None:
    def kept(external_id: str, place: Place) -> PlaceSource:
        return PlaceSource.objects.create(
            place=place, source="hub", external_id=external_id, updated_on=date(2026, 1, 5), received_at=A_DAY
        )

    kept("1", make_place())
    with pytest.raises(IntegrityError, match="place_source_once"), transaction.atomic():
        kept("1", make_place())
    with pytest.raises(IntegrityError, match="place_source_identified"), transaction.atomic():
        kept("", make_place())


@pytest.mark.django_db
def test_an_exception_has_hours_exactly_when_the_place_is_open() -> None:
    days = {"place": make_place(), "starts_on": date(2026, 5, 8), "ends_on": date(2026, 5, 9)}
    dates = {"created_at": A_DAY, "updated_at": A_DAY}
    OpeningException.objects.create(kind="open", hours="14:00-17:00", **days, **dates)

    for wrong in ({"kind": "open"}, {"kind": "closed", "hours": "14:00-17:00"}):
        with pytest.raises(IntegrityError, match="opening_exception_hours"), transaction.atomic():
            OpeningException.objects.create(**wrong, **days, **dates)


@pytest.mark.django_db
def test_PLA_13_nobody_is_shown_without_a_dated_consent() -> None:
    row = {"place": make_place(), "person": make_person(), "created_at": A_DAY, "updated_at": A_DAY}

    for wrong in ({"shown_on_map": True}, {"public_email": "camille@example.org"}):
        with pytest.raises(IntegrityError, match="place_person_shown_with_consent"), transaction.atomic():
            PlacePerson.objects.create(starts_on=date(2026, 1, 1), **wrong, **row)


@pytest.mark.django_db
def test_a_person_has_one_main_place_at_a_time() -> None:
    row = {"person": make_person(), "main": True, "created_at": A_DAY, "updated_at": A_DAY}
    PlacePerson.objects.create(place=make_place(), starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1), **row)

    with pytest.raises(IntegrityError, match="place_person_one_main"), transaction.atomic():
        PlacePerson.objects.create(place=make_place(), starts_on=date(2026, 3, 1), **row)
    PlacePerson.objects.create(place=make_place(), starts_on=date(2026, 3, 2), **row)
