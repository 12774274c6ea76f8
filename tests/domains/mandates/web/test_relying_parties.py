"""Registering the services that rely on the provider, on screen and from the console."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from joserfc.jwk import ECKey, OctKey, RSAKey

from conum.commons.journal.models import JournalEntry
from conum.domains.mandates.models import RelyingParty
from conum.domains.mandates.operations.oidc_clients import hashed
from tests.domains.mandates.oidc import make_relying_party
from tests.factories_accounts import signed_in

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "FranceConnect",
    "redirect_uris": "https://fc.example.org/retour\n\n https://fc.example.org/autre ",
    "post_logout_redirect_uris": "https://fc.example.org/adieu",
    "auth_methods": ["client_secret_basic"],
    "scopes": ["given_name", "birthdate"],
    "algorithm": "RS256",
}


@pytest.fixture
def admin(client: Client) -> Client:
    signed_in(client, "national_admin")
    return client


def test_the_secret_is_shown_once_and_kept_as_a_hash(admin: Client) -> None:
    answer = admin.post("/services-relies/nouveau/", GIVEN)
    shown = re.search(r'id="secret">([\w-]{43})<', answer.content.decode())
    row = RelyingParty.objects.get()
    assert shown and row.secret_hash == hashed(shown[1]) and answer["Cache-Control"] == "no-store"
    assert row.redirect_uris == ["https://fc.example.org/retour", "https://fc.example.org/autre"]
    assert row.scopes == ["openid", "given_name", "birthdate"]
    assert shown[1] not in admin.get(f"/services-relies/{row.pk}/").content.decode()
    assert JournalEntry.objects.filter(action="relying_party.register", subject_id=str(row.pk)).exists()
    assert shown[1] not in str(list(JournalEntry.objects.values("payload")))


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("redirect_uris", "http://fc.example.org/retour", "doit être complète, commencer par https://"),
        ("redirect_uris", "https://fc.example.org/#a", "doit être complète"),
        ("redirect_uris", "\n".join(f"https://fc.example.org/{n}" for n in range(21)), "20 adresses au plus"),
        ("post_logout_redirect_uris", "adieu", "doit être complète"),
        ("auth_methods", ["private_key_jwt"], "indiquez les clés publiques"),
        ("keys", "{", "pas du JSON"),
        ("keys", "3", "ensemble de clés"),
        pytest.param("keys", json.dumps({"keys": [OctKey.generate_key(256).as_dict()]}), "clé publique", id="shared"),
        ("keys", json.dumps(RSAKey.generate_key(2048).as_dict(private=True)), "clé publique"),
        ("keys", json.dumps(RSAKey.generate_key(1024).as_dict(private=False)), "2048 bits"),
        ("name", "", "obligatoire"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(admin: Client, field: str, text: Any, sentence: str) -> None:
    answer = admin.post("/services-relies/nouveau/", {**GIVEN, field: text})
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page, answer.context["form"].errors
    assert answer.context["form"].errors.keys() & {field, "keys"}
    assert "https://fc.example.org/adieu" in page or field == "post_logout_redirect_uris"
    assert not RelyingParty.objects.exists()


def test_changing_keeps_identifier_secret_and_subjects(admin: Client, now: Any) -> None:
    row, _secret = make_relying_party(now=now)
    page = admin.get(f"/services-relies/{row.pk}/modifier/").content.decode()
    assert "https://service.example.org/retour" in page
    public = ECKey.generate_key("P-256").as_dict(private=False)
    changed = {**GIVEN, "auth_methods": ["private_key_jwt"], "keys": json.dumps({"keys": [public]})}
    assert admin.post(f"/services-relies/{row.pk}/modifier/", changed).status_code == 302
    after = RelyingParty.objects.get()
    assert after.name == "FranceConnect" and after.keys == [public] and after.auth_methods == ["private_key_jwt"]
    kept = ("client_id", "secret_hash", "subject_salt")
    assert [getattr(after, name) for name in kept] == [getattr(row, name) for name in kept]


def test_a_new_secret_replaces_the_former_one(admin: Client, now: Any) -> None:
    row, former = make_relying_party(now=now)
    answer = admin.post(f"/services-relies/{row.pk}/secret/")
    shown = re.search(r'id="secret">([\w-]{43})<', answer.content.decode())
    row.refresh_from_db()
    assert shown and row.secret_hash == hashed(shown[1]) != hashed(former)


def test_a_service_is_closed_and_opened_again(admin: Client, now: Any) -> None:
    row, _secret = make_relying_party(now=now)
    admin.post(f"/services-relies/{row.pk}/fermer/")
    assert "Ce service est fermé" in admin.get(f"/services-relies/{row.pk}/").content.decode()
    admin.post(f"/services-relies/{row.pk}/rouvrir/")
    row.refresh_from_db()
    assert row.closed_at is None


def test_the_list_asks_as_many_queries_for_one_service_as_for_three(admin: Client, now: Any) -> None:
    counts = []
    for more in (1, 2):
        for _one in range(more):
            make_relying_party(now=now)
        admin.get("/services-relies/")
        with CaptureQueriesContext(connection) as queries:
            assert admin.get("/services-relies/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", ["helper", "helper_lead", "host_manager", "support_agent"])
def test_only_the_national_administrator_registers(client: Client, role: str, now: Any) -> None:
    row, _secret = make_relying_party(now=now)
    signed_in(client, role)
    for path in ("", "nouveau/", f"{row.pk}/", f"{row.pk}/modifier/", f"{row.pk}/secret/", f"{row.pk}/fermer/"):
        assert client.get(f"/services-relies/{path}").status_code == 404
        assert client.post(f"/services-relies/{path}", GIVEN).status_code in (404, 405)


def test_the_console_registers_lists_and_renews(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"keys": [RSAKey.generate_key(2048).as_dict(private=False)]}))
    said = StringIO()
    call_command(
        "oidc_client", "register", "Service", "--redirect-uri", "https://a.example.org/r", "--scope", "email",
        "--auth-method", "private_key_jwt", "--keys", str(keys), stdout=said,
    )  # fmt: skip
    row = RelyingParty.objects.get()
    assert row.client_id in said.getvalue() and row.scopes == ["openid", "email"] and len(row.keys) == 1
    call_command("oidc_client", "secret", row.client_id, stdout=said)
    former = row.secret_hash
    row.refresh_from_db()
    assert row.secret_hash != former
    call_command("oidc_client", "list", stdout=said)
    assert said.getvalue().count(row.client_id) == 3


def test_the_console_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="doit être complète"):
        call_command("oidc_client", "register", "Service", "--redirect-uri", "http://a.example.org/r")
    with pytest.raises(CommandError, match="Aucun service"):
        call_command("oidc_client", "secret", "inconnu")
    with pytest.raises(CommandError, match="ensemble de clés"):
        call_command(
            "oidc_client",
            "register",
            "S",
            "--redirect-uri",
            "https://a.example.org/r",
            "--keys",
            str(tmp_path / "rien"),
        )


def test_the_guide_is_for_everybody_and_the_discovery_document_leads_to_it(client: Client) -> None:
    document = client.get("/.well-known/openid-configuration").json()
    path = document["service_documentation"].removeprefix(document["issuer"])
    page = client.get(path).content.decode()
    assert document["issuer"] in page and "invalid_grant" in page and "/.well-known/openid-configuration" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 375])
def test_the_guide_is_accessible_and_fits(visitors: Any, axe: Any, width: int) -> None:
    page = visitors.open("/services-relies/mode-d-emploi/", width=width)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
