"""The pages of the journal."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from conum.commons.journal.models import ActorAlias
from tests.commons.journal.test_operations import write
from tests.factories_accounts import make_actor, signed_in

LIST = reverse("journal:lines")
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    return signed_in(client, "national_admin")


def text(response):
    return response.content.decode()


def test_a_line_says_who_did_what(client, admin, now):
    write(now, actor=admin, status="granted")
    page = text(client.get(LIST))
    assert admin.name in page and "HostRequest 42" in page and "status : granted" in page


def test_an_erased_author_is_said_to_be(client, admin, now):
    write(now)
    ActorAlias.objects.all().delete()
    assert "Auteur effacé" in text(client.get(LIST))


def test_the_system_is_named(client, admin, now):
    write(now, actor=None)
    assert "Le système" in text(client.get(LIST))


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("famille=positions", {1}),
        ("famille=recruitment", {2}),
        ("action=PROV", {1, 2}),
        ("objet=42", {1, 2}),
        ("objet=4", set()),
        ("depuis=2026-01-14", {2}),
        ("jusqu=2026-01-13", {1}),
    ],
)
def test_filters(client, admin, now, query, seen):
    write(now, family="positions", n=1)
    write(now + timedelta(days=1), family="recruitment", n=2)
    page = client.get(f"{LIST}?{query}")
    assert {line.payload["n"] for line in page.context["rows"]} == seen


def test_a_wrong_date_is_said(client, admin, now):
    assert "date" in text(client.get(f"{LIST}?depuis=hier")).lower()


def test_an_empty_list_says_what_to_do(client, admin):
    assert "Aucune ligne ne correspond" in text(client.get(LIST))


def test_the_number_of_queries_does_not_grow(client, admin, now, django_assert_max_num_queries):
    counts = []
    for count in (1, 3):
        for n in range(count):
            write(now + timedelta(days=40 * n), actor=make_actor("national_admin"))
        with django_assert_max_num_queries(40) as asked:
            client.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_export_carries_the_hashes(client, admin, now):
    entry = write(now)
    body = b"".join(client.get(f"{LIST}?export=csv").streaming_content).decode()
    assert entry.hash in body


def test_the_heads_are_public(client, now):
    entry = write(now)
    assert entry.hash in text(client.get(reverse("journal:heads"))).replace("<wbr>", "")
    assert json.loads(client.get(reverse("journal:heads_json")).content) == [
        {"family": "positions", "position": 1, "hash": entry.hash}
    ]


@pytest.mark.parametrize("role", ["counsellor", "host_manager", "paying_agent", "support_agent"])
def test_other_roles_do_not_see_it(client, role):
    signed_in(client, role)
    assert client.get(LIST).status_code == 404


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(LIST).status_code == 302
