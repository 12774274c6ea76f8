"""A machine books, moves, cancels, registers and declares absences by the rules of the pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.models import Absence, ApiRequest, Appointment, Registration
from conum.kernel.retention import PURGES
from tests.domains.booking.api.conftest import Machine, asked, at, machine
from tests.domains.booking.rows import make_appointment, make_workshop
from tests.factories_accounts import make_organisation, make_person

pytestmark = pytest.mark.django_db
KEY = {"HTTP_IDEMPOTENCY_KEY": "commande-17"}


def seats(desk: Any, **fields: Any) -> Any:
    return make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person], **fields)


PERSON = {"first_name": "Ana", "last_name": "Martin", "phone": "06 39 98 01 23"}


def test_BOO_12_booked_once_told_once_and_journalled(desk: Any, site: Machine) -> None:
    body = asked(desk, at(desk, 9), context="Dossier de logement")
    first, again = site.post("rendez-vous", body, **KEY), site.post("rendez-vous", body, **KEY)
    row = Appointment.objects.get()
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    assert first.json()["id"] == str(row.pk) and first.json()["person_ids"] == [str(desk.person.pk)]
    assert first.json()["contact"]["last_name"] == "Martin" and "logement" not in first.content.decode()
    assert (row.created_by_kind, row.created_by, row.context) == ("staff", None, "Dossier de logement")
    assert OutboxMessage.objects.filter(to="ana@example.org").count() == 1
    entry = JournalEntry.objects.get(action="appointment.book")
    write = JournalEntry.objects.get(action="api_client.write")
    assert (entry.role, entry.actor) == ("api_client", None)
    assert (write.subject_id, write.payload) == (str(site.row.pk), {"what": "appointment.book"})


def test_BOO_12_a_key_serves_one_request_of_one_client(desk: Any, site: Machine) -> None:
    site.post("rendez-vous", asked(desk, at(desk, 9)), **KEY)
    other = site.post("rendez-vous", asked(desk, at(desk, 10)), **KEY)
    assert other.status_code == 422 and other.json()["field"] == "Idempotency-Key"
    assert "déjà servi" in other.json()["detail"]
    person = {**PERSON, "first_name": "Zoé"}
    another = machine(desk, name="Autre").post("rendez-vous", asked(desk, at(desk, 10), person=person), **KEY)
    assert another.status_code == 201 and Appointment.objects.count() == 2
    too_long = site.post("rendez-vous", asked(desk, at(desk, 11)), HTTP_IDEMPOTENCY_KEY="x" * 201)
    assert too_long.status_code == 422 and "200" in too_long.json()["detail"]


def test_a_refusal_leaves_the_key_free(desk: Any, site: Machine) -> None:
    night = asked(desk, at(desk, 3))
    assert site.post("rendez-vous", night, **KEY).status_code == 409
    assert not ApiRequest.objects.exists()


def test_a_slot_taken_gives_the_nearest_that_are_free(desk: Any, site: Machine) -> None:
    make_appointment(desk.now, at(desk, 9), type=desk.kind, place=desk.place, people=[desk.person])
    site.post("rendez-vous", asked(desk, at(desk, 10)))
    person = {**PERSON, "first_name": "Zoé"}
    late = site.post("rendez-vous", asked(desk, at(desk, 10), person=person))
    slots = late.json()["slots"]
    assert late.status_code == 409 and len(slots) == 5 and "vient d'être pris" in late.json()["detail"]
    assert at(desk, 10) not in [datetime.fromisoformat(slot["starts_at"]) for slot in slots]


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"person": {**PERSON, "first_name": ""}}, "last_name", "BOO-17"),
        ({"person": {**PERSON, "phone": ""}}, "email", "BOO-17"),
        ({"person": {"first_name": "Ana"}}, "last_name", None),
        ({"person": {**PERSON, "needs": ["santé"]}}, "0", None),
        ({"starts_at": "demain"}, "starts_at", None),
        ({"starts_at": "2030-01-10T09:00:00"}, "starts_at", None),  # by which clock?
        ({"type_id": "x"}, "type_id", None),
        ({"created_by_kind": "referrer"}, "created_by_kind", None),
        ({"context": "x" * 1001}, "context", None),
    ],
)
def test_wrong_input_names_its_field(
    desk: Any, site: Machine, change: dict[str, Any], field: str, rule: str | None
) -> None:
    answer = site.post("rendez-vous", asked(desk, at(desk, 9)) | change)
    said = answer.json()
    assert answer.status_code == 422 and not Appointment.objects.exists(), said
    assert said["field"] in (field, "first_name") and said.get("rule") == rule and said["detail"]


def test_what_is_not_json_is_said(site: Machine) -> None:
    answer = site.post("rendez-vous", "{")
    assert answer.status_code == 400 and "JSON" in answer.json()["detail"]


def test_BOO_16_for_a_citizen_the_rules_of_the_public_hold(desk: Any, site: Machine) -> None:
    desk.kind.bookable_by = "staff"
    desk.kind.save()
    refused = site.post("rendez-vous", asked(desk, at(desk, 9), created_by_kind="citizen"))
    assert (refused.status_code, refused.json()["rule"]) == (422, "BOO-16")
    assert site.post("rendez-vous", asked(desk, at(desk, 9))).status_code == 201


def test_BOO_13_twice_the_same_person_is_refused(desk: Any, site: Machine) -> None:
    site.post("rendez-vous", asked(desk, at(desk, 9)))
    again = site.post("rendez-vous", asked(desk, at(desk, 10)))
    assert (again.status_code, again.json()["rule"], again.json()["field"]) == (422, "BOO-13", "type")


def test_moved_cancelled_and_attended(desk: Any, site: Machine) -> None:
    made = site.post("rendez-vous", asked(desk, at(desk, 9))).json()
    page = f"rendez-vous/{made['id']}"
    moved = site.post(f"{page}/deplacer", {"starts_at": at(desk, 10).isoformat()})
    assert (moved.status_code, moved.json()["sequence"], moved.json()["id"]) == (200, 1, made["id"])
    early = site.post(f"{page}/presence", {"state": "attended"})
    assert early.status_code == 422
    without = site.post(f"{page}/annuler", {"by": "staff", "reason": " "})
    assert (without.status_code, without.json()["rule"], without.json()["field"]) == (422, "BOO-26", "reason")
    cancelled = site.post(f"{page}/annuler", {"by": "staff", "reason": "Panne"})
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "revoked")
    assert site.post(f"{page}/annuler", {"by": "staff", "reason": "Panne"}).status_code == 422


def test_the_person_cancels_within_their_delay(desk: Any, site: Machine) -> None:
    soon = make_appointment(desk.now, desk.now + timedelta(hours=1), type=desk.kind, place=desk.place)
    made = site.post("rendez-vous", asked(desk, at(desk, 9))).json()
    late = site.post(f"rendez-vous/{soon.pk}/annuler", {"by": "citizen"})
    assert (late.status_code, late.json()["rule"]) == (422, "BOO-25")
    assert site.post(f"rendez-vous/{made['id']}/annuler", {"by": "citizen"}).json()["state"] == "excused"


def test_attendance_is_said_then_corrected(desk: Any, site: Machine) -> None:
    row = make_appointment(desk.now, desk.now - timedelta(hours=2), type=desk.kind, place=desk.place)
    page = f"rendez-vous/{row.pk}/presence"
    states = [site.post(page, {"state": state}).json()["state"] for state in ("attended", "no_show", "excused")]
    assert states == ["attended", "no_show", "excused"]


def test_registered_and_cancelled_with_the_seats_left(desk: Any, site: Machine) -> None:
    workshop = seats(desk, seats=3)
    page = f"ateliers/{workshop.pk}/inscriptions"
    made = site.post(page, {"person": PERSON, "party_size": 2}, **KEY)
    assert (made.status_code, made.json()["party_size"]) == (201, 2)
    assert site.post(page, {"person": PERSON, "party_size": 2}, **KEY).status_code == 200
    full = site.post(page, {"person": {**PERSON, "first_name": "Zoé"}, "party_size": 2})
    assert (full.status_code, full.json()["free"]) == (409, 1)
    assert site.post(page, {"person": PERSON, "party_size": 6}).json()["field"] == "party_size"
    gone = site.post(f"inscriptions/{made.json()['id']}/annuler", {"reason": "Panne"})
    assert gone.json()["state"] == Registration.objects.get().state == "revoked"


def test_an_absence_is_declared_and_removed(desk: Any, site: Machine) -> None:
    start = at(desk, 9)
    body = {
        "person_id": str(desk.person.pk), "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=2)).isoformat(), "kind": "sick",
    }  # fmt: skip
    made, again = site.post("absences", body, **KEY), site.post("absences", body, **KEY)
    assert (made.status_code, again.status_code) == (201, 200) and Absence.objects.get().kind == "sick"
    assert "sick" not in made.content.decode() and made.json()["timezone"] == "Europe/Paris"
    taken = site.post("rendez-vous", asked(desk, start))
    assert taken.status_code == 409
    assert site.ask("delete", f"absences/{made.json()['id']}").status_code == 204
    assert not Absence.objects.exists() and site.post("rendez-vous", asked(desk, start)).status_code == 201


def test_an_absence_backwards_or_of_a_stranger_is_refused(desk: Any, site: Machine) -> None:
    start = at(desk, 9).isoformat()
    body = {"person_id": str(desk.person.pk), "starts_at": start, "ends_at": start}
    assert site.post("absences", body).json()["rule"] == "BOO-01"
    stranger = site.post("absences", body | {"person_id": str(make_person().pk)})
    assert (stranger.status_code, stranger.json()["field"]) == (422, "person_id")


def test_nothing_of_another_organisation_is_written(desk: Any) -> None:
    other = machine(desk, organisation=make_organisation())
    row = make_appointment(desk.now, at(desk, 10), type=desk.kind, place=desk.place, people=[desk.person])
    workshop = seats(desk)
    absence = Absence.objects.create(
        person=desk.person, organisation=desk.organisation, starts_at=desk.now, ends_at=at(desk, 9),
        created_at=desk.now, updated_at=desk.now,
    )  # fmt: skip
    when = {"starts_at": at(desk, 11).isoformat()}
    asks = [
        ("post", "rendez-vous", asked(desk, at(desk, 9))),
        ("post", "rendez-vous", asked(desk, at(desk, 9), created_by_kind="citizen")),
        ("post", f"rendez-vous/{row.pk}/deplacer", when),
        ("post", f"rendez-vous/{row.pk}/annuler", {"reason": "Panne"}),
        ("post", f"rendez-vous/{row.pk}/annuler", {"by": "citizen"}),
        ("post", f"rendez-vous/{row.pk}/presence", {"state": "attended"}),
        ("post", f"ateliers/{workshop.pk}/inscriptions", {"person": PERSON}),
        ("delete", f"absences/{absence.pk}", None),
    ]
    assert [other.ask(*ask).status_code for ask in asks] == [404] * len(asks)
    row.refresh_from_db()
    assert (row.state, Appointment.objects.count(), Absence.objects.count()) == ("planned", 1, 1)


def test_PRI_05_keys_are_forgotten_after_a_week(desk: Any, site: Machine) -> None:
    site.post("rendez-vous", asked(desk, at(desk, 9)), **KEY)
    purge = PURGES["booking.ApiRequest"]
    assert not purge(purge.before(desk.now.date() + timedelta(days=6))).exists()
    due = list(purge(purge.before(desk.now.date() + timedelta(days=9))))
    purge.erasing(due, desk.now)
    assert len(due) == 1 and not ApiRequest.objects.exists() and Appointment.objects.exists()
