"""The filters of the API and of the files of places: those of the finder, and what is said of wrong ones."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localtime
from psycopg.types.range import Range

from conum.domains.places.models import PlacePerson
from tests.domains.places.test_open_data import NIGHT, body
from tests.factories_accounts import make_actor
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db


def spans(*hours: tuple[datetime, int]) -> list[Range[datetime]]:
    return [Range(start, start + timedelta(hours=long)) for start, long in hours]


def found_with(client: Client, query: dict[str, Any]) -> dict[str, list[str]]:
    """Return the names of the places that the API, its GeoJSON and the files of the open data give."""
    box = {"ouest": 0, "sud": 44, "est": 3, "nord": 47}
    file, geojson = (body(client.get(f"/donnees-ouvertes/lieux.{form}", query)) for form in ("csv", "geojson"))
    answers = {
        "api": [one["nom"] for one in client.get("/api/v1/lieux", query).json()["lieux"]],
        "window": [
            one["properties"]["nom"] for one in client.get("/api/v1/lieux.geojson", box | query).json()["features"]
        ],
        "csv": [row["nom"] for row in csv.DictReader(io.StringIO(file))],
        "geojson": [one["properties"]["nom"] for one in json.loads(geojson)["features"]],
    }
    return {name: sorted(names) for name, names in answers.items()}


def test_the_api_and_the_files_have_the_filters_of_the_finder_on_openings(client: Client) -> None:
    now = timezone.now()
    night = localtime(now).replace(hour=19, minute=0, second=0, microsecond=0) + timedelta(days=1)
    saturday = localtime(now).replace(hour=10) + timedelta(days=(5 - localtime(now).weekday()) % 7 or 7)
    make_place(name="Maintenant", open_during=spans((now - timedelta(hours=1), 2)))
    make_place(name="Soir", open_during=spans((night, 1)))
    make_place(name="Samedi", open_during=spans((saturday, 1)))
    make_place(name="Inconnu", open_during=None)
    evening_now = localtime(now).hour >= 17
    for value, name in {"maintenant": "Maintenant", "soir": "Soir", "week-end": "Samedi"}.items():
        for given in found_with(client, {"ouvert": value}).values():
            assert name in given and "Inconnu" not in given
            assert value != "maintenant" or evening_now or given == [name]
    both = found_with(client, {"ouvert": ["maintenant", "soir"]})
    assert all({"Maintenant", "Soir"} <= {*given} for given in both.values())
    at = (night + timedelta(minutes=30)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert all(given == ["Soir"] for given in found_with(client, {"ouvert_a": at}).values())


def test_the_api_and_the_files_tell_what_is_booked_where_a_coordinator_is_and_vouchers(client: Client) -> None:
    make_place(name="En ligne", booking_url="https://rdv.example.org/1")
    make_place(name="Sans", accepts_vouchers=True)
    with_coordinator = make_place(name="Coordinatrice")
    coordinator = make_actor("coordinator").person_id
    PlacePerson.objects.create(
        place=with_coordinator, person_id=coordinator, starts_on=date(2020, 1, 1), shown_on_map=True,
        consent_at=NIGHT,
        created_at=NIGHT, updated_at=NIGHT,
    )  # fmt: skip
    cache.clear()
    wanted = {
        "rdv=true": ["En ligne"], "rdv=false": ["Coordinatrice", "Sans"], "pass_numerique=true": ["Sans"],
        "coordinateur=true": ["Coordinatrice"], "coordinateur=false": ["En ligne", "Sans"],
    }  # fmt: skip
    for query, names in wanted.items():
        assert {tuple(given) for given in found_with(client, dict([query.split("=")])).values()} == {tuple(names)}, (
            query
        )


def test_a_list_filter_given_twice_means_one_or_the_other(client: Client) -> None:
    make_place(name="Payant", fees=["paid"]), make_place(name="Gratuit", fees=["free"]), make_place(name="Rien dit")
    given = found_with(client, {"frais": ["paid", "free"]})
    assert {tuple(names) for names in given.values()} == {("Gratuit", "Payant")}


def test_an_answer_of_the_clock_is_not_taken_for_unchanged(client: Client) -> None:
    place = make_place(open_during=spans((timezone.now() - timedelta(hours=1), 2)))
    for address in ("/api/v1/lieux?ouvert=maintenant", "/donnees-ouvertes/lieux.json?ouvert=maintenant"):
        first = client.get(address)
        assert "ETag" not in first and "max-age=60" in first["Cache-Control"]
        assert place.schema_id in body(first)
        since = client.get(address, headers={"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
        assert since.status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter", "sentence"),
    [
        (
            "service=inconnu",
            "service",
            "Le paramètre « service » vaut « inconnu » : valeurs acceptées : administrative",
        ),
        ("taille=0", "taille", "Le paramètre « taille » vaut « 0 » : il doit être d'au moins 1."),
        ("taille=1001", "taille", "Le paramètre « taille » vaut « 1001 » : il doit être d'au plus 1000."),
        ("taille=beaucoup", "taille", "vaut « beaucoup » : il faut un nombre entier."),
        ("commune=Limoges", "commune", "un code INSEE à cinq signes, comme 87085"),
        ("epci=12", "epci", "il faut un numéro SIREN à neuf chiffres."),
        ("source=" + "x" * 256, "source", "255 caractères au plus."),
        ("rdv=oui-non", "rdv", "il faut true ou false."),
        ("ouvert=demain", "ouvert", "valeurs acceptées : maintenant, week-end, soir."),
        ("ouvert_a=2026-03-02T14:00:00", "ouvert_a", "une date, une heure et son décalage, comme 2026-03-02T14:00:00Z"),
        ("ouvert_a=1700000000", "ouvert_a", "une date, une heure et son décalage, comme 2026-03-02T14:00:00Z"),
        ("curseur=2", "curseur", "il faut le « suivant » rendu par la page d'avant."),
    ],
)
def test_what_is_not_accepted_is_said_in_french_with_its_limits(
    client: Client, query: str, parameter: str, sentence: str
) -> None:
    answer = client.get(f"/api/v1/lieux?{query}")
    assert answer.status_code == 422
    (told,) = answer.json()["erreurs"]
    assert told["parametre"] == parameter and sentence in told["message"] and sentence in answer.json()["detail"]
    if parameter not in ("taille", "curseur"):  # the files have no page
        file = client.get(f"/donnees-ouvertes/lieux.csv?{query}")
        assert (file.status_code, file.json()) == (422, answer.json())


def test_a_rectangle_without_a_side_says_which(client: Client) -> None:
    answer = client.get("/api/v1/lieux.geojson?ouest=1&sud=45&est=200")
    assert answer.status_code == 422
    assert "Le paramètre « nord » est obligatoire." in answer.json()["detail"]
    assert "Le paramètre « est » vaut « 200 » : il doit être d'au plus 180." in answer.json()["detail"]


def test_every_filter_is_in_the_document(client: Client) -> None:
    operation = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/lieux"]["get"]
    names = {one["name"] for one in operation["parameters"]}
    assert {"ouvert", "ouvert_a", "rdv", "coordinateur", "pass_numerique", "service", "taille"} <= names
    assert "erreurs" in json.dumps(client.get("/api/v1/openapi.json").json()["components"]["schemas"]["Fault"])
