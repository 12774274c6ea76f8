"""What a machine reads: its organisation's rows only, in pages, with names only by scope."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conum.domains.booking.models import Absence
from conum.domains.booking.parameters import API_RATE
from conum.domains.booking.web.api.addresses import PREFIX
from tests.domains.booking.api.conftest import ROOT, Machine, at, machine
from tests.domains.booking.rows import make_appointment, make_registration, make_type, make_workshop
from tests.domains.booking.web.test_lists import a_presence
from tests.factories_accounts import make_organisation

pytestmark = pytest.mark.django_db


def an_appointment(desk: Any, number: int = 0, **fields: Any) -> Any:
    start = desk.now + timedelta(days=2 + number)
    return make_appointment(desk.now, start, type=desk.kind, place=desk.place, people=[desk.person], **fields)


def a_workshop(desk: Any, number: int = 0) -> Any:
    start = desk.now + timedelta(days=2 + number)
    return make_workshop(desk.now, start, type=desk.grouped, place=desk.place, people=[desk.person])


def a_registration(desk: Any, number: int = 0) -> Any:
    return make_registration(desk.now, a_workshop(desk, number))


def an_absence(desk: Any, number: int = 0) -> Any:
    start = desk.now + timedelta(days=number)
    return Absence.objects.create(
        person=desk.person, organisation=desk.organisation, starts_at=start, ends_at=start + timedelta(hours=1),
        kind="sick", note="Opération", created_at=desk.now, updated_at=desk.now,
    )  # fmt: skip


def a_kind(desk: Any, number: int = 0) -> Any:
    return make_type(organisation=desk.organisation)


LISTS = {
    "motifs": a_kind,
    "rendez-vous": an_appointment,
    "ateliers": a_workshop,
    "inscriptions": a_registration,
    "permanences": lambda desk, number=0: a_presence(desk),
    "absences": an_absence,
}


def keys(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()["resultats"]]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_one_row_and_three(desk: Any, site: Machine, name: str) -> None:
    LISTS[name](desk)
    costs = []
    for _round in (1, 2):
        site.get(name)
        with CaptureQueriesContext(connection) as queries:
            answer = site.get(name)
        costs.append((len(queries), len(keys(answer))))
        LISTS[name](desk, 1), LISTS[name](desk, 2)
    assert costs[0][0] == costs[1][0] and costs[1][1] == costs[0][1] + 2


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_its_organisation_s_only(desk: Any, site: Machine, name: str) -> None:
    other = machine(desk, organisation=make_organisation())
    made = LISTS[name](desk)
    assert str(made.pk) in keys(site.get(name)) and keys(other.get(name)) == []


def test_pages_follow_each_other_without_overlap(desk: Any, site: Machine) -> None:
    made = sorted(str(an_appointment(desk, number).pk) for number in range(3))
    first = site.get("rendez-vous?taille=2")
    last = site.get(f"rendez-vous?taille=2&curseur={first.json()['suivant']}")
    assert (keys(first), keys(last), last.json()["suivant"]) == (made[:2], made[2:], None)


def test_appointments_are_filtered(desk: Any, site: Machine) -> None:
    near, far = an_appointment(desk), an_appointment(desk, 20, state="revoked")
    cut = (desk.now + timedelta(days=10)).isoformat()
    for query, found in (
        ({"etat": "revoked"}, [far]),
        ({"au": cut}, [near]),
        ({"du": cut}, [far]),
        ({"lieu": near.place_id, "motif": near.type_id}, [near, far]),
        ({"motif": far.pk}, []),
    ):
        assert keys(site.get(f"rendez-vous?{urlencode(query)}")) == [str(row.pk) for row in found], query


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("rendez-vous?etat=mange", "etat"),
        ("rendez-vous?du=hier", "du"),
        ("rendez-vous?taille=501", "taille"),
        ("rendez-vous?curseur=x", "curseur"),
        ("creneaux?motif=x&du=2026-01-01T00:00:00Z&au=2026-01-02T00:00:00Z", "motif"),
        ("creneaux", "motif"),
    ],
)
def test_wrong_questions_name_their_field(site: Machine, path: str, field: str) -> None:
    answer = site.get(path)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_names_come_with_their_scope_only_and_notes_never(desk: Any, site: Machine) -> None:
    row = an_appointment(desk, context="Dossier de logement")
    blind = machine(desk, "appointments:read", name="Compteur")
    for path in ("rendez-vous", f"rendez-vous/{row.pk}"):
        named, bare = site.get(path).content.decode(), blind.get(path).content.decode()
        assert "Martin" in named and "logement" not in named
        assert not [word for word in ("Martin", "Ana", "+336", "example.org") if word in bare]
    assert blind.get(f"rendez-vous/{row.pk}").json()["contact"] is None


def test_why_somebody_is_away_is_not_shown(desk: Any, site: Machine) -> None:
    an_absence(desk)
    text = site.get("absences").content.decode()
    assert str(desk.person.pk) in text and "sick" not in text and "Opération" not in text


def test_free_times_as_the_public_and_as_staff_see_them(desk: Any, site: Machine) -> None:
    window = {"motif": desk.kind.pk, "du": at(desk, 0).isoformat(), "au": at(desk, 23).isoformat()}
    shown = site.get(f"creneaux?{urlencode(window)}").json()["resultats"]
    assert len(shown) == 6 and shown[0]["person_ids"] == [str(desk.person.pk)]
    desk.kind.bookable_by = "staff"
    desk.kind.save()
    assert site.get(f"creneaux?{urlencode(window)}").json()["resultats"] == []
    assert len(site.get(f"creneaux?{urlencode(window | {'pour': 'staff'})}").json()["resultats"]) == 6
    long = site.get(f"creneaux?{urlencode(window | {'au': at(desk, 9, weeks=10).isoformat()})}")
    assert (long.status_code, long.json()["field"]) == (422, "au")
    foreign = machine(desk, organisation=make_organisation())
    assert foreign.get(f"creneaux?{urlencode(window)}").status_code == 404


def test_one_of_elsewhere_is_404(desk: Any) -> None:
    other = machine(desk, organisation=make_organisation())
    row, registration = an_appointment(desk), a_registration(desk)
    answers = [other.get(f"rendez-vous/{row.pk}"), other.get(f"inscriptions/{registration.pk}")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == {"detail": "Rien ne porte cet identifiant dans votre structure."}


def test_what_has_not_changed_is_not_sent_again(desk: Any, site: Machine) -> None:
    row = an_appointment(desk)
    page = f"rendez-vous/{row.pk}"
    first = site.get(page)
    assert site.get(page, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    type(row).objects.update(sequence=1)
    assert site.get(page, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
    assert first["Cache-Control"] == "private, no-store"


def test_more_than_allowed_in_a_minute_is_429(desk: Any, site: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(API_RATE), "on", lambda self, day: 2 if self.key == API_RATE.key else 10)
    assert [site.get("motifs").status_code for _time in range(3)] == [200, 200, 429]
    assert site.get("motifs")["Retry-After"] == "60"


def test_the_document_says_each_address_its_token_and_its_refusals() -> None:
    document = Client().get(f"{ROOT}openapi.json").json()
    assert document["components"]["securitySchemes"]["Token"]["scheme"] == "bearer"
    found = {
        f"{method.upper()} {path.removeprefix(PREFIX)}": operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    assert len(found) == 17 and all(operation["security"] == [{"Token": []}] for operation in found.values())
    for name, operation in found.items():
        expected = {"401", "403", "422", "429"} | ({"404"} if "{" in name else set())
        assert expected <= set(operation["responses"]), name
    assert set(found["POST rendez-vous"]["responses"]) >= {"200", "201", "409"}
    assert "created_by_kind" in json.dumps(document["components"]["schemas"]["NewAppointment"])
