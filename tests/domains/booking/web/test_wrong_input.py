"""What a professional types wrong: the sentence names the field and its limit, and the form keeps what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.domains.booking import models
from tests.domains.booking.rows import make_appointment, make_registration, make_workshop
from tests.factories_accounts import sign_in

pytestmark = pytest.mark.django_db
PERSON = {"first_name": "Ana", "last_name": "Martin", "phone": "06 12 34 56 78"}
TYPE = {
    "name": "Aide aux impôts", "kind": "individual", "location_kind": "in_place", "duration": "30",
    "bookable_by": "everyone", "min_minutes": "30", "max_days": "91", "buffer_before": "0", "buffer_after": "0",
    "professionals": "1", "visibility": "visible_notified",
}  # fmt: skip
HOURS = {"first_day": "2030-01-10", "start_time": "09:00", "end_time": "12:00", "frequency": "weekly", "interval": "1"}
RULE = {**HOURS, "weekdays": ["3"], "access": "bookable", "title": "Mairie annexe"}
ABSENCE = {"first_day": "2030-01-10", "last_day": "2030-01-11", "kind": "leave", "note": "Retour le 12"}
WORKSHOP = {**HOURS, "frequency": "none", "title": "Premiers clics", "seats": "10"}
START = "?debut=2030-01-10T09:00:00%2B01:00"
FORMS: dict[str, tuple[dict[str, Any], str]] = {
    "type_new": (TYPE, "Aide aux impôts"),
    "rule_new": (RULE, "Mairie annexe"),
    "occurrence": ({"start_time": "09:00", "end_time": "11:00"}, "09:00"),
    "absences": (ABSENCE, "Retour le 12"),
    "workshop_new": (WORKSHOP, "Premiers clics"),
    "workshop_cancel": ({"reason": "Fermeture"}, ""),
    "workshop_hold": ({"unregistered_arrivals": "2"}, ""),
    "workshop_register": ({**PERSON, "party_size": "2"}, "Martin"),
    "staff_ask": (PERSON, "Martin"),
    "revoke": ({"reason": "Absente"}, ""),
    "ties": ({"name": "Perso", "address": "https://agenda.example.org/a.ics"}, "Perso"),
}
WRONG = [
    ("type_new", {"name": ""}, "name", "Remplissez le champ « Nom »"),
    ("type_new", {"duration": "3"}, "duration", "5"),
    ("type_new", {"duration": "481"}, "duration", "480"),
    ("type_new", {"grid": "4"}, "grid", "5"),
    ("type_new", {"grid": "481"}, "grid", "480"),
    ("type_new", {"grid": "un quart"}, "grid", "nombre"),
    ("type_new", {"colour": "rose"}, "colour", "choix"),
    ("type_new", {"reminder_hours": "demain"}, "reminder_hours", "séparées par des virgules"),
    ("type_new", {"reminder_hours": "48, 24, 12, 2"}, "reminder_hours", "3 rappels au plus"),
    ("type_new", {"reminder_hours": "721"}, "reminder_hours", "720 heures"),
    ("type_new", {"duration": "une heure"}, "duration", "nombre"),
    ("type_new", {"kind": "workshop", "location_kind": "phone"}, "location_kind", "Un atelier se tient sur place"),
    ("type_new", {"min_minutes": "2880", "max_days": "2"}, "max_days", "plus tôt que le dernier moment"),
    ("type_new", {"buffer_after": "61"}, "buffer_after", "60"),
    ("type_new", {"professionals": "5"}, "professionals", "4"),
    ("type_new", {"instructions": "x" * 2001}, "instructions", "2"),
    ("rule_new", {"end_time": "08:00"}, "end_time", "La fin doit venir après le début."),
    ("rule_new", {"weekdays": []}, "weekdays", "Choisissez au moins un jour"),
    ("rule_new", {"start_time": "25:00"}, "start_time", "14:30"),
    ("rule_new", {"first_day": "32/01/2030"}, "first_day", "date"),
    ("rule_new", {"first_day": "0001-01-01"}, "first_day", "entre 2020 et 2100"),
    ("absences", {"first_day": "9999-12-31", "last_day": "9999-12-31"}, "first_day", "entre 2020 et 2100"),
    ("rule_new", {"until": "2029-12-31"}, "until", "ne peut pas précéder le premier jour"),
    ("rule_new", {"frequency": "monthly", "nth": ""}, "nth", "quel rang dans le mois"),
    ("rule_new", {"interval": "9"}, "interval", "choix"),
    ("rule_new", {"access": "walk_in", "walk_in_capacity": "201"}, "walk_in_capacity", "200"),
    ("rule_new", {"people": []}, "people", "Choisissez une réponse pour « Qui ? »"),
    ("occurrence", {"end_time": "08:00"}, "end_time", "après"),
    ("occurrence", {"start_time": "neuf heures"}, "start_time", "14:30"),
    ("absences", {"last_day": "2030-01-09"}, "last_day", "Le dernier jour doit venir après le premier."),
    ("absences", {"last_day": "2033-01-10"}, "last_day", "1 000 jours"),
    ("absences", {"last_day": "2030-01-10", "start_time": "10:00", "end_time": "09:00"}, "end_time", "après le début"),
    ("absences", {"every_weeks": "1", "last_day": "2030-01-13"}, "every_weeks", "plusieurs jours ne se répète pas"),
    ("absences", {"every_weeks": "1", "last_day": "2030-01-10", "until": "2030-01-01"}, "until", "répétition"),
    ("absences", {"note": "x" * 501}, "note", "500"),
    ("workshop_new", {"seats": "101"}, "seats", "100"),
    ("workshop_new", {"seats": "0"}, "seats", "1"),
    ("workshop_new", {"title": ""}, "title", "Remplissez le champ « Titre »"),
    ("workshop_new", {"end_time": "09:00"}, "end_time", "La fin doit venir après le début."),
    ("workshop_new", {"frequency": "weekly", "weekdays": []}, "weekdays", "Choisissez au moins un jour"),
    ("workshop_cancel", {"reason": ""}, "reason", "Remplissez le champ « Motif"),
    ("workshop_hold", {"unregistered_arrivals": "-1"}, "unregistered_arrivals", "0"),
    ("workshop_hold", {"unregistered_arrivals": "201"}, "unregistered_arrivals", "200"),
    ("workshop_register", {"party_size": "6"}, "party_size", "5"),
    ("workshop_register", {"phone": "12"}, "phone", "téléphone"),
    ("staff_ask", {"phone": "", "email": ""}, "__all__", "Donnez un téléphone ou une adresse électronique"),
    ("staff_ask", {"context": "x" * 1001}, "context", "1"),
    ("staff_ask", {"email": "ana"}, "email", "nom@exemple.fr"),
    ("revoke", {"reason": "  "}, "reason", "Remplissez le champ « Motif"),
    ("revoke", {"reason": "x" * 501}, "reason", "500"),
    ("ties", {"address": "ftp://agenda.example.org/a.ics"}, "address", "l'adresse entière de l'agenda"),
    ("ties", {"name": ""}, "name", "Remplissez le champ « Nom »"),
    ("ties", {"address": "http://127.0.0.1/a.ics"}, "address", "adresse"),
]


@pytest.fixture
def held(client: Client, desk: Any) -> Any:
    """The counsellor signed in, with an appointment to come and a workshop."""
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    desk.appointment = make_appointment(desk.now, type=desk.kind, place=desk.place, people=[desk.person])
    desk.workshop = make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person])
    desk.registration = make_registration(desk.now, desk.workshop, party_size=2)
    return desk


def address(name: str, held: Any) -> str:
    arguments = {
        "occurrence": [held.rule.pk, held.thursday.isoformat()],
        "staff_ask": [held.kind.pk],
        "revoke": [held.appointment.pk],
    }
    of_workshop = [held.workshop.pk] if name.startswith("workshop_") and name != "workshop_new" else []
    return reverse(f"booking:{name}", args=arguments.get(name, of_workshop)) + (START if name == "staff_ask" else "")


def counts() -> list[int]:
    kept = (models.AppointmentType, models.AvailabilityRule, models.RuleException, models.Absence, models.Workshop,
            models.Appointment, models.Registration, models.ExternalCalendar)  # fmt: skip
    return [model.objects.count() for model in kept]


@pytest.mark.parametrize(("name", "wrong", "field", "sentence"), WRONG)
def test_it_is_told_beside_its_field_and_kept(
    client: Client, held: Any, name: str, wrong: dict[str, Any], field: str, sentence: str
) -> None:
    given, kept = FORMS[name]
    people = {"people": [str(held.person.pk)], "person": str(held.person.pk), "place": str(held.place.pk)}
    people["type"] = str(held.grouped.pk)
    before = counts()
    page = client.post(address(name, held), {**people, **given, **wrong})
    assert page.status_code == 422
    errors = page.context["form"].errors
    assert next(iter(errors)) == field and sentence in " ".join(errors[field]), errors
    assert (field in given and kept == given[field]) or kept in page.content.decode()
    assert counts() == before


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("attendance", {"venue": "peut-être"}),
        ("attendance", {}),
        ("staff_move", {"debut": "demain"}),
        ("staff_move", {"debut": "2030-01-10T09:00:00"}),
        ("reception", {"permanence": "la mienne"}),
        ("check_in", {"venue": "peut-être"}),
        ("check_in", {"venue": "oui", "combien": "9"}),
        ("check_in", {"venue": "oui", "combien": "deux"}),
        ("occurrence", {"faire": "danser"}),
    ],
)
def test_a_button_that_no_page_has_changes_nothing(client: Client, held: Any, name: str, given: dict[str, str]) -> None:
    rows = {"reception": [held.place.pk], "check_in": [held.workshop.pk, held.registration.pk],
            "occurrence": [held.rule.pk, held.thursday.isoformat()]}  # fmt: skip
    path = reverse(f"booking:{name}", args=rows.get(name) or [held.appointment.pk])
    assert client.post(path, given).status_code in (302, 422)
    for row in (held.appointment, held.registration):
        row.refresh_from_db()
        assert row.state == "planned"
    assert not models.RuleException.objects.exists() and not models.Arrival.objects.exists()


@pytest.mark.parametrize("jour", ["demain", "2026-02-30", "9999-12-31", "0001-01-01", "\x00"])
def test_a_day_that_is_none_breaks_no_page(client: Client, held: Any, jour: str) -> None:
    assert client.get(reverse("booking:week"), {"jour": jour}).status_code == 200
    assert client.get(reverse("booking:staff_slots", args=[held.kind.pk]), {"jour": jour}).status_code == 200
    assert client.get(reverse("booking:slots", args=[held.kind.pk]), {"jour": jour}).status_code == 200
    assert client.get(reverse("booking:ask", args=[held.kind.pk]), {"debut": f"{jour}T00:00:00Z"}).status_code == 302
