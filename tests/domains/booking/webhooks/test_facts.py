"""Each fact is written once for each piece of software that wants it, in the transaction of the fact."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from conum.domains.booking.models import Registration, Webhook, WebhookDelivery
from conum.domains.booking.operations import changes, presences, registrations, webhooks, workshops
from conum.domains.booking.operations.absences import add_absence, remove_absence
from conum.domains.booking.operations.webhooks import Told
from conum.domains.booking.queries.webhook_bodies import example
from conum.domains.places.events import PlacesChanged
from conum.kernel.events import publish
from tests.domains.booking.rows import make_type, make_workshop
from tests.factories_accounts import make_organisation
from tests.factories_booking import NOW, THURSDAY, make_desk, paris, who
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
NINE = paris(THURSDAY, 9)
LATER = paris(THURSDAY + timedelta(days=7), 9)


def written(event: str = "") -> list[dict[str, Any]]:
    """What is to be sent, oldest first, of one event or all."""
    rows = WebhookDelivery.objects.order_by("pk")
    return [json.loads(row.body) for row in (rows.filter(event=event) if event else rows)]


def codes() -> list[str]:
    return [body["event"] for body in written()]


def test_an_appointment_from_its_booking_to_its_end(told: Any) -> None:
    told.desk.present()
    row = told.desk.book(NINE).appointment
    changes.move(appointment_id=row.pk, starts_at=LATER, actor=told.manager, now=NOW)
    changes.confirm(appointment_id=row.pk, came=True, actor=told.manager, now=LATER)
    rows = written()
    assert [body["event"] for body in rows] == [
        "rule.changed", "appointment.booked", "appointment.moved", "appointment.ended",
    ]  # fmt: skip
    assert [body["data"]["state"] for body in rows[1:]] == ["planned", "planned", "attended"]
    booked, moved = rows[1]["data"], rows[2]["data"]
    assert booked["id"] == str(row.pk) and booked["starts_at"] == "2026-01-15T08:00:00Z"
    assert booked["place_id"] == str(told.desk.place.pk) and booked["person_ids"] == [str(told.desk.person.pk)]
    assert (moved["previous_starts_at"], moved["sequence"]) == ("2026-01-15T08:00:00Z", 1)
    assert rows[1]["organisation_id"] == str(told.desk.organisation.pk)
    assert rows[1]["occurred_at"] == "2026-01-13T09:30:00Z"


def test_the_message_of_the_guide_is_made_as_ours(told: Any) -> None:
    told.desk.present()
    row = told.desk.book(NINE).appointment
    changes.move(appointment_id=row.pk, starts_at=LATER, actor=told.manager, now=NOW)
    (moved,) = written("appointment.moved")
    shown = example()
    assert list(moved) == list(shown) and list(moved["data"]) == list(shown["data"])


def test_a_cancellation_says_by_whom(told: Any) -> None:
    told.desk.present()
    row = told.desk.book(NINE).appointment
    changes.cancel_by_service(appointment_id=row.pk, reason="Panne", actor=told.manager, now=NOW)
    (body,) = written("appointment.cancelled")
    assert body["data"]["state"] == "revoked" and "Panne" not in json.dumps(body)


def test_nothing_that_leads_to_a_person_leaves(told: Any) -> None:
    """Neither name, phone, mail, note, nor why somebody is away (PRI-03)."""
    told.desk.present()
    known = who(1, email="ana@example.org", address="1 rue Haute")
    told.desk.book(NINE, who=known, context="Dossier de logement")
    add_absence(
        person_id=told.desk.person.pk, starts_at=LATER, ends_at=LATER + timedelta(hours=1), kind="sick",
        note="Opération", actor=told.manager, now=NOW,
    )  # fmt: skip
    text = " ".join(WebhookDelivery.objects.values_list("body", flat=True))
    said = ("Dominique", "Petit", "063998", "+33", "ana@", "rue Haute", "logement", "sick", "Opération")
    assert not [word for word in said if word in text] and codes() != []


def test_a_registration_with_its_workshop_moved_and_cancelled(told: Any) -> None:
    kind = make_type(organisation=told.desk.organisation, kind="workshop", duration=120)
    workshop = make_workshop(NOW, type=kind, place=told.desk.place, people=[told.desk.person])
    made = registrations.register(workshop_id=workshop.pk, who=who(), by="citizen", party_size=2, now=NOW).registration
    workshops.cancel(workshop_id=workshop.pk, reason="Panne", actor=told.manager, now=NOW)
    assert codes() == ["registration.made", "registration.cancelled"]
    first, last = written()
    assert first["data"]["id"] == last["data"]["id"] == str(made.pk)
    assert (first["data"]["party_size"], first["data"]["workshop_id"]) == (2, str(workshop.pk))
    assert last["data"]["state"] == Registration.objects.get().state == "revoked"


def test_a_presence_and_one_of_its_days(told: Any) -> None:
    rule = told.desk.present()
    presences.cancel_occurrence(rule_id=rule.pk, day=THURSDAY, actor=told.manager, now=NOW)
    presences.stop_rule(rule_id=rule.pk, actor=told.manager, now=NOW)
    seen = [(body["data"]["day"], body["data"]["active"]) for body in written("rule.changed")]
    assert seen == [(None, True), ("2026-01-15", True), (None, False)]


def test_an_absence_declared_and_removed(told: Any) -> None:
    person = told.desk.person.pk
    given = {"starts_at": NINE, "ends_at": LATER, "actor": told.manager, "now": NOW}
    made = add_absence(person_id=person, **given).absence
    key = made.pk
    remove_absence(absence_id=key, actor=told.manager, now=NOW)
    assert codes() == ["absence.added", "absence.removed"]
    assert [body["data"]["id"] for body in written()] == [str(key)] * 2


def test_places_of_the_organisation_new_changed_and_merged(told: Any) -> None:
    old, new = told.desk.place, make_place(organisation=told.desk.organisation)
    other = make_place(organisation=make_organisation())
    old.closed_on = date(2026, 1, 12)
    old.save()
    keys = tuple(str(place.pk) for place in (old, new, other))
    with transaction.atomic():
        publish(PlacesChanged(keys, frozenset({str(new.pk)}), frozenset({"opening_hours", "closed_on"}), NOW))
    (created,), (changed,) = written("place.created"), written("place.changed")
    assert created["data"]["id"] == str(new.pk)
    assert changed["data"] == {
        "id": str(old.pk), "visible": True, "closed_on": "2026-01-12", "merged_into_id": None,
        "fields": ["closed_on", "opening_hours"],
    }  # fmt: skip


def test_only_the_facts_of_the_organisation_and_only_those_asked(told: Any) -> None:
    said = Told("Autre", "https://autre.example.org/", ["appointment.cancelled"])
    webhooks.register(said, actor=told.manager, now=NOW)
    other = make_desk()
    other.present()
    other.book(NINE)
    assert not WebhookDelivery.objects.exists()
    told.desk.present()
    row = told.desk.book(NINE).appointment
    changes.cancel_by_person(appointment_id=row.pk, now=NOW)
    assert [str(delivery.webhook) for delivery in WebhookDelivery.objects.filter(event="appointment.cancelled")] == [
        "Tableau de bord", "Autre",
    ]  # fmt: skip
    assert WebhookDelivery.objects.filter(event="appointment.booked").count() == 1


def test_off_nothing_is_kept_suspended_everything_is(told: Any) -> None:
    webhooks.turn_off(told.hook.pk, actor=told.manager, now=NOW)
    told.desk.present()
    assert codes() == []
    Webhook.objects.update(state="suspended")
    told.desk.book(NINE)
    assert codes() == ["appointment.booked"]


def test_what_is_rolled_back_is_not_told(told: Any) -> None:
    told.desk.present()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        told.desk.book(NINE)
        1 / 0  # noqa: B018
    assert codes() == ["rule.changed"]
