"""The booking address in files of places: ours by default (sheet 05 field 32), unchanged on the way back."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.messaging.queries import site_address
from conum.domains.booking.models import AvailabilityRule
from conum.domains.places.models import Place
from conum.domains.places.queries.export import exported_places, written
from tests.domains.places.files import as_csv, imported, place_file
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db


def test_PLA_14_exported_files_carry_our_booking_page_and_come_back_unchanged(
    client: Client, desk: Any, tmp_path: Any
) -> None:
    """Sheet 05 field 32: `prise_rdv` is ours by default."""
    Place.objects.filter(pk=desk.place.pk).update(source="Conum")
    given = make_place(source="Conum", booking_url="https://rdv.example.org/")
    bare = make_place(source="Conum")
    text = "".join(written(exported_places(), "csv", desk.now))
    rows = {row["id"]: row["prise_rdv"] for row in csv.DictReader(io.StringIO(text))}
    ours = f"{site_address()}{reverse('booking:at_place', args=[desk.place.pk])}"
    assert rows == {desk.place.schema_id: ours, given.schema_id: given.booking_url, bare.schema_id: ""}
    assert ours in b"".join(client.get("/donnees-ouvertes/lieux.csv").streaming_content).decode()
    for _time in (1, 2):
        report = imported(place_file(tmp_path, text))
        assert report.last_line == "read=3 created=0 updated=0 unchanged=3 refused=0"
    desk.place.refresh_from_db()
    assert desk.place.booking_url == ""


def test_PLA_14_an_imported_place_booked_with_us_comes_back_unchanged(desk: Any, tmp_path: Any) -> None:
    imported(place_file(tmp_path, as_csv([{}])))
    place = Place.objects.get(schema_id="lieu-1")
    AvailabilityRule.objects.filter(pk=desk.rule.pk).update(place=place)
    text = "".join(written(exported_places().filter(pk=place.pk), "csv", desk.now))
    assert f"/rendez-vous/lieu/{place.pk}/" in text
    report = imported(place_file(tmp_path, text))
    assert report.last_line == "read=1 created=0 updated=0 unchanged=1 refused=0"
