"""The manager's pages: registered with a secret shown once, turned off and on, looked at, sent again, deleted."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from conum.commons.journal.models import JournalEntry
from conum.domains.booking.enums import WebhookEvent
from conum.domains.booking.models import Webhook, WebhookDelivery
from conum.domains.booking.operations import webhooks
from conum.domains.booking.operations.webhook_facts import write
from tests.factories_accounts import signed_in
from tests.factories_booking import NOW

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "Site de la mairie",
    "address": "https://mairie.example.org/conum",
    "events": ["appointment.booked", "place.changed"],
}


@pytest.fixture
def manager(client: Client, told: Any) -> Client:
    """The browser of a manager of the organisation."""
    signed_in(client, "host_manager", organisation=told.desk.organisation)
    return client


def at(name: str, told: Any) -> str:
    return reverse(f"booking:{name}", args=[told.hook.pk])


def a_fact(told: Any, number: int = 1) -> list[Any]:
    rows = [{"number": n} for n in range(number)]
    write(WebhookEvent.PLACE_CHANGED, told.hook.organisation_id, [told.hook.pk], rows, NOW)
    return list(WebhookDelivery.objects.order_by("pk"))


def test_from_the_settings_to_the_secret_shown_once(manager: Client, told: Any) -> None:
    assert reverse("booking:webhooks") in manager.get(reverse("booking:types")).content.decode()
    answer = manager.post(reverse("booking:webhook_new"), GIVEN)
    made = Webhook.objects.get(name="Site de la mairie")
    shown = re.search(r'<code id="secret"[^>]*>([^<]+)</code>', answer.content.decode())[1]
    assert webhooks.secrets_of(made, NOW) == [shown] and "no-store" in answer["Cache-Control"]
    assert (made.organisation, made.events) == (told.desk.organisation, ["appointment.booked", "place.changed"])
    pages = [reverse("booking:webhook", args=[made.pk]), reverse("booking:webhook_change", args=[made.pk])]
    assert not [page for page in pages if shown in manager.get(page).content.decode()]
    entries = JournalEntry.objects.filter(action__startswith="webhook.register", subject_id=str(made.pk))
    assert "mairie.example.org" in str(entries.get().payload) and shown not in str(entries.get().payload)


@pytest.mark.parametrize(
    ("field", "value", "told_words"),
    [
        ("address", "http://mairie.example.org/", "en https"),
        ("address", "mairie", "en https"),
        ("address", "https://nom:secret@mairie.example.org/", "sans mot de passe"),
        ("address", "https://mairie.example.org/#ici", "sans mot de passe"),
        ("address", "https://mairie.example.org:99999/", "en https"),
        ("address", "https://localhost/conum", "réseau privé"),
        ("address", "https://127.0.0.1/conum", "réseau privé"),
        ("address", "https://[::1]/conum", "réseau privé"),
        ("address", "https://192.168.1.4/conum", "réseau privé"),
        ("address", "https://mairie.example.org/" + "a" * 500, "500"),
        ("address", "", "Remplissez"),
        ("name", "", "Remplissez"),
        ("name", "a" * 81, "80"),
        ("name", "Tableau de bord", "de ce nom"),
        ("events", [], "Cochez au moins un événement"),
        ("events", ["appointment.eaten"], "appointment.eaten"),
    ],
)
def test_wrong_input_is_said_beside_its_field_and_kept(
    manager: Client, told: Any, field: str, value: Any, told_words: str
) -> None:
    answer = manager.post(reverse("booking:webhook_new"), {**GIVEN, field: value})
    assert answer.status_code == 422 and Webhook.objects.count() == 1
    assert told_words in " ".join(answer.context["form"].errors[field])
    kept = "name" if field != "name" else "address"
    assert GIVEN[kept] in answer.content.decode()


def test_an_eleventh_is_refused(manager: Client, told: Any) -> None:
    fields = {name: getattr(told.hook, name) for name in ("organisation", "address", "events", "secret")}
    dated = {"secret_made_at": NOW, "created_at": NOW, "updated_at": NOW}
    Webhook.objects.bulk_create(Webhook(name=f"Logiciel {n}", **fields, **dated) for n in range(9))
    answer = manager.post(reverse("booking:webhook_new"), GIVEN)
    assert answer.status_code == 422 and "déjà 10 logiciels" in answer.content.decode()


def test_changed_keeping_its_secret_and_its_own_name(manager: Client, told: Any) -> None:
    given = {**GIVEN, "name": told.hook.name}
    answer = manager.post(at("webhook_change", told), given, follow=True)
    told.hook.refresh_from_db()
    assert (told.hook.address, told.hook.events) == (GIVEN["address"], GIVEN["events"])
    assert "mis à jour" in answer.content.decode() and webhooks.secrets_of(told.hook, NOW) == [told.secret]


def test_turned_off_on_and_deleted_each_after_a_question(manager: Client, told: Any) -> None:
    for name, state, words in (("webhook_off", "off", "n'est plus prévenu"), ("webhook_on", "on", "de nouveau")):
        assert "?" in manager.get(at(name, told)).content.decode()
        answer = manager.post(at(name, told), follow=True)
        told.hook.refresh_from_db()
        assert told.hook.state == state and words in unescape(answer.content.decode())
    assert Webhook.objects.exists() and "Supprimer" in manager.get(at("webhook_delete", told)).content.decode()
    manager.post(at("webhook_delete", told))
    assert not Webhook.objects.exists()


def test_a_new_secret_is_shown_with_the_end_of_the_former_one(manager: Client, told: Any) -> None:
    answer = manager.post(at("webhook_secret", told)).content.decode()
    told.hook.refresh_from_db()
    new, former = webhooks.secrets_of(told.hook, told.hook.secret_made_at)
    assert new in answer and former == told.secret and former not in answer and "signe encore" in answer
    assert "signe encore" in manager.get(at("webhook", told)).content.decode()


def test_a_suspended_one_says_so_and_since_when(manager: Client, told: Any) -> None:
    Webhook.objects.update(state="suspended", failures=12, failing_since=NOW)
    page = manager.get(at("webhook", told)).content.decode()
    assert "12 appels de suite ont échoué depuis le 13 janvier 2026" in page and "Remettre en marche" in page


def test_deliveries_are_filtered_and_sent_again(manager: Client, told: Any) -> None:
    first, second, third = a_fact(told, 3)
    gone = {"state": "abandoned", "attempts": 8, "tried_at": NOW, "answer": "500 Internal Server Error"}
    WebhookDelivery.objects.filter(pk__in=[first.pk, second.pk]).update(**gone)
    list_page = at("webhook_deliveries", told)
    for query, seen in (
        ({"etat": "abandoned"}, {first, second}),
        ({"etat": "waiting", "evenement": "place.changed"}, {third}),
        ({"evenement": "rule.changed"}, set()),
        ({"du": "2026-01-14"}, set()),
        ({"au": "2026-01-13"}, {first, second, third}),
    ):
        answer = manager.get(f"{list_page}?{urlencode(query)}")
        assert set(answer.context["rows"]) == seen
        assert ("Aucun envoi" in answer.content.decode()) is (not seen)
    answer = manager.post(list_page, {"envoi": [str(first.pk), "rien"]}, follow=True)
    assert "1 envoi repart" in answer.content.decode()
    states = dict(WebhookDelivery.objects.values_list("pk", "state"))
    assert (states[first.pk], states[second.pk]) == ("waiting", "abandoned")
    answer = manager.post(list_page, follow=True)
    assert "Cochez au moins un envoi" in answer.content.decode()


def test_one_delivery_shows_its_content_and_leaves_again(manager: Client, told: Any) -> None:
    (row,) = a_fact(told)
    WebhookDelivery.objects.update(state="abandoned", attempts=8, tried_at=NOW, answer="500 Internal Server Error")
    page = manager.get(reverse("booking:webhook_delivery", args=[row.pk])).content.decode()
    assert str(row.pk) in page and "500 Internal Server Error" in page and "place.changed" in page
    answer = manager.post(reverse("booking:webhook_again", args=[row.pk]), follow=True)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0) and "repart" in answer.content.decode()


def test_nothing_leaves_again_from_one_that_is_off(manager: Client, told: Any) -> None:
    (row,) = a_fact(told)
    WebhookDelivery.objects.update(state="abandoned", attempts=8, tried_at=NOW)
    Webhook.objects.update(state="off")
    answer = manager.post(at("webhook_deliveries", told), {"envoi": str(row.pk)}, follow=True)
    row.refresh_from_db()
    assert row.state == "abandoned" and "Remettez d'abord" in unescape(answer.content.decode())


@pytest.mark.parametrize("name", ["webhooks", "webhook_deliveries"])
def test_a_list_costs_the_same_with_one_row_and_three(manager: Client, told: Any, name: str) -> None:
    address = reverse("booking:webhooks") if name == "webhooks" else at(name, told)

    def more(number: int) -> None:
        if name == "webhook_deliveries":
            a_fact(told, number)
        for n in range(number if name == "webhooks" else 0):
            said = webhooks.Told(f"Logiciel {n}", GIVEN["address"], GIVEN["events"])
            webhooks.register(said, actor=told.manager, now=NOW)

    more(0 if name == "webhooks" else 1)
    costs = []
    for number in (2, 0):
        manager.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = manager.get(address)
        costs.append((len(asked), len(page.context["rows"])))
        more(number)
    assert costs == [(costs[0][0], 1), (costs[0][0], 3)]


def test_a_list_without_row_says_what_to_do(manager: Client, told: Any) -> None:
    Webhook.objects.all().delete()
    assert "Aucun logiciel" in manager.get(reverse("booking:webhooks")).content.decode()


def test_the_list_is_filtered_by_event_and_sorted(manager: Client, told: Any) -> None:
    said = webhooks.Told("Autre", GIVEN["address"], ["absence.added"])
    webhooks.register(said, actor=told.manager, now=NOW + timedelta(days=1))
    list_page = reverse("booking:webhooks")
    assert [str(row) for row in manager.get(list_page).context["rows"]] == ["Autre", "Tableau de bord"]
    found = manager.get(f"{list_page}?evenement=place.changed&tri=-date").context["rows"]
    assert [str(row) for row in found] == ["Tableau de bord"]
