"""The open data: page, downloads, dated copies, public API and its document."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, settings

from conum.commons.territories.models import Zone
from conum.domains.places.models import Place
from conum.domains.places.operations.open_data import keep_dump
from conum.domains.places.queries.dumps import dumps
from conum.domains.places.web.api import door as api
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 1, 6, 2, 40, tzinfo=UTC)


def body(answer: Any) -> str:
    """Return the text of an answer, streamed or not."""
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_the_page_leads_to_the_files_and_to_the_document(client: Client) -> None:
    make_place()
    page = client.get("/donnees-ouvertes/").content.decode()

    assert "1 lieu, au standard national v1.0.2" in page
    for address in ("/donnees-ouvertes/lieux.csv", "/donnees-ouvertes/lieux.geojson", "/api/v1/openapi.json"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_a_file_bears_the_official_name_and_is_not_sent_twice(client: Client) -> None:
    make_place("87085"), make_place("19031")
    answer = client.get("/donnees-ouvertes/lieux.csv?departement=87")

    assert answer["Content-Disposition"] == (
        'attachment; filename="2026-01-05_13002603200016_lieux-de-mediation-numerique_87.csv"'
    )
    assert len(list(csv.DictReader(io.StringIO(body(answer))))) == 1
    again = client.get("/donnees-ouvertes/lieux.csv?departement=87", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304
    Place.objects.update(updated_at=timezone.now())
    changed = client.get("/donnees-ouvertes/lieux.csv?departement=87", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert changed.status_code == 200


@pytest.mark.parametrize("address", ["lieux.xml", "lieux.csv?departement=999"])
def test_what_does_not_exist_is_404(client: Client, address: str) -> None:
    assert client.get(f"/donnees-ouvertes/{address}").status_code == 404


def test_a_dated_copy_is_kept_once_a_day_and_dropped_in_time(client: Client) -> None:
    make_place()
    kept = keep_dump(now=NIGHT)
    assert keep_dump(now=NIGHT + timedelta(hours=1)) is None
    assert kept is not None and kept.name.startswith("2026-01-06_")
    assert body(client.get(f"/donnees-ouvertes/copies/{kept.pk}/")).count("\r\n") == 2

    keep_dump(now=NIGHT + timedelta(days=36))
    assert [dump.name[:10] for dump in dumps()] == ["2026-02-11"]


def test_the_api_pages_by_cursor(client: Client) -> None:
    places = sorted((make_place() for _ in range(3)), key=lambda place: place.pk)
    first = client.get("/api/v1/lieux?taille=2").json()
    second = client.get(f"/api/v1/lieux?taille=2&curseur={first['suivant']}").json()

    assert [row["id"] for row in first["lieux"] + second["lieux"]] == [place.schema_id for place in places]
    assert second.get("suivant") is None


def test_the_api_filters_by_territory_and_by_list(client: Client) -> None:
    here = make_place("87085", services=["safe_use"], fees=["free"])
    make_place("87085"), make_place("19031", services=["safe_use"], fees=["free"])

    found = client.get("/api/v1/lieux?departement=87&service=safe_use&frais=free").json()["lieux"]
    assert [row["id"] for row in found] == [here.schema_id]
    assert found[0]["services"] == "Utilisation sécurisée du numérique"
    assert client.get("/api/v1/lieux?service=inconnu").status_code == 422


def test_one_place_by_its_identifier_for_ever(client: Client) -> None:
    kept = make_place()
    merged = make_place(merged_into=kept, visible=False)

    assert client.get(f"/api/v1/lieux/{merged.schema_id}").json()["id"] == kept.schema_id
    assert client.get("/api/v1/lieux/inconnu").status_code == 404


def test_the_places_of_a_rectangle_are_geojson(client: Client) -> None:
    place = make_place("87085")
    make_place("2A004")
    found = client.get("/api/v1/lieux.geojson?ouest=1&sud=45&est=2&nord=46").json()

    assert [feature["id"] for feature in found["features"]] == [place.schema_id]
    assert found["features"][0]["geometry"]["coordinates"] == [place.longitude, place.latitude]


def test_the_api_answers_304_and_limits_its_rate(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_place()
    answer = client.get("/api/v1/lieux")
    assert client.get("/api/v1/lieux", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    assert client.get("/api/v1/lieux", HTTP_IF_MODIFIED_SINCE=answer["Last-Modified"]).status_code == 304

    monkeypatch.setattr(api, "PER_MINUTE", 3)
    late = client.get("/api/v1/lieux")
    assert (late.status_code, late["Retry-After"]) == (429, "60")


@pytest.mark.parametrize("address", ["/api/v1/lieux", "/donnees-ouvertes/lieux.json"])
def test_queries_do_not_grow_with_the_places(client: Client, address: str) -> None:
    counts = []
    for _ in (1, 2):
        make_place(), make_place()
        with CaptureQueriesContext(connection) as queries:
            body(client.get(address))
        counts.append(len(queries))
    assert counts[0] == counts[1]


document = schemathesis.openapi.from_dict(json.loads(json.dumps(api.api.get_openapi_schema(path_prefix="/api/v1/"))))


@document.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_the_document_says(case: Any) -> None:
    with connection_kept():
        case.call_and_validate(app=get_wsgi_application())


@contextmanager
def connection_kept() -> Iterator[None]:
    """As Django's own client does: the end of a request must not close the connection of the test."""
    request_finished.disconnect(close_old_connections)
    request_started.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


def test_the_places_of_a_search_are_a_file_with_the_same_filters(client: Client) -> None:
    near = make_place(services=["employment"], fees=["paid"], special_support=["deafness"], source="Hub")
    make_place(services=["employment"], fees=["free"])
    make_place("23096", services=["employment"], fees=["paid"])
    query = {
        "ou": "Limoges",
        "rayon": "20",
        "service": "employment",
        "prix": "paid",
        "besoin": "deafness",
        "source": "Hub",
    }
    listed = client.get("/trouver/", query).content.decode()
    address = listed.split('href="/trouver/lieux.csv?')[1].split('"')[0].replace("&amp;", "&")
    (row,) = csv.DictReader(io.StringIO(body(client.get(f"/trouver/lieux.csv?{address}"))))
    assert (row["id"], row["frais_a_charge"]) == (near.schema_id, "Payant")
    (feature,) = json.loads(body(client.get("/trouver/lieux.geojson", query)))["features"]
    assert feature["id"] == near.schema_id
    assert len(json.loads(body(client.get("/trouver/lieux.json", {"prix": "paid"})))) == 2  # the whole country
    named = client.get("/trouver/lieux.json", {"ou": near.name})
    assert near.schema_id in {found["id"] for found in json.loads(body(named))}


@pytest.mark.parametrize("address", ["lieux.xml", "lieux.csv?ou=zzqqxxyy", "lieux.csv?departement=ZZ"])
def test_a_search_that_means_nothing_is_no_file(client: Client, address: str) -> None:
    assert client.get(f"/trouver/{address}").status_code == 404


def test_the_api_filters_by_every_list_zone_source_and_voucher(client: Client) -> None:
    place = make_place(
        itinerance=["itinerant"], typologies=["BIB"], labels=["duplex"], source="Hub", accepts_vouchers=True,
    )  # fmt: skip
    make_place("23096")
    dates = {"created_at": NIGHT, "updated_at": NIGHT}
    Zone.objects.create(kind="frr", commune=place.commune, valid_from=date(2020, 1, 1), source="essai", **dates)
    wanted = {
        "itinerance": "itinerant", "typologie": "BIB", "label": "duplex", "source": "Hub", "pass_numerique": "true",
        "epci": place.commune.intercommunality_id, "zone": "frr",
    }  # fmt: skip
    for name, value in wanted.items():
        found = client.get("/api/v1/lieux", {name: value}).json()["lieux"]
        assert [one["id"] for one in found] == [place.schema_id], name
    assert client.get("/api/v1/lieux", {"typologie": "MAIRIE"}).status_code == 422
