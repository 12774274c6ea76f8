"""Tokens and scopes: each address asks its own, and a dead token opens nothing; only managers give them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.accounts.enums import Role
from conum.domains.booking.enums import ApiScope
from conum.domains.booking.models import ApiClient
from conum.domains.booking.operations.api_clients import Declared, actor_of, client_of, make_client, revoke_client
from conum.domains.booking.permissions import (
    EDIT_RULES,
    MANAGE_TYPES,
    MANAGE_WORKSHOPS,
    SEE_ABSENCE_REASON,
    SEE_CONTEXT,
)
from conum.domains.booking.web.views.api_clients import addresses
from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from tests.domains.booking.api.conftest import ROOT, Machine, machine
from tests.factories_accounts import make_actor, make_organisation, signed_in

pytestmark = pytest.mark.django_db
NOBODY = "01981c3e-0000-7000-8000-000000000000"
ROLES = [role for role in Role.values if role not in (Role.PUBLIC, Role.API_CLIENT)]
ASKS = [
    (method.lower(), path.replace("{identifiant}", NOBODY), scope)
    for method, path, scope in ((*said.split(), scope) for said, scope in addresses())
]


def test_each_address_asks_its_own_scope(desk: Any) -> None:
    """With it, one is let in (to a refusal of what is asked); with all the others, 403 names what is missing."""
    for scope in ApiScope:
        if scope is ApiScope.CONTACTS_READ:
            continue
        alone = machine(desk, scope.value, name=f"Seul {scope}")
        rest = machine(desk, *(other for other in ApiScope.values if other != scope), name=f"Sans {scope}")
        mine = [(method, path) for method, path, asked in ASKS if asked == scope]
        assert mine
        for method, path in mine:
            body = {} if method == "post" else None
            assert alone.ask(method, path, body).status_code in (200, 404, 422), path
            refused = rest.ask(method, path, body)
            assert refused.status_code == 403 and scope.value in refused.json()["detail"], path
        ApiClient.objects.update(revoked_at=desk.now)


@pytest.mark.parametrize("header", [{}, {"HTTP_AUTHORIZATION": "Bearer conum_x"}, {"HTTP_AUTHORIZATION": "Basic x"}])
def test_without_a_token_nothing_is_said(header: dict[str, str]) -> None:
    for method, path, _scope in ASKS:
        answer = getattr(Client(), method)(ROOT + path, **header)
        assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer"), path
        assert answer.json() == {"detail": "Ce jeton manque, a expiré ou a été révoqué."}


def test_a_session_is_no_token(client: Client, desk: Any) -> None:
    signed_in(client, "host_manager", organisation=desk.organisation)
    assert client.get(f"{ROOT}motifs").status_code == 401


def test_tokens_cannot_be_tried_for_long() -> None:
    wrong = {"HTTP_AUTHORIZATION": "Bearer conum_x"}
    codes = [Client().get(f"{ROOT}motifs", **wrong).status_code for _time in range(31)]
    assert codes == [401] * 30 + [429]


def test_a_revoked_or_expired_token_opens_nothing(desk: Any, site: Machine) -> None:
    assert client_of(site.token, now=desk.now) == site.row
    assert client_of(site.token, now=site.row.expires_at) is None
    assert site.get("motifs").status_code == 200
    revoke_client(site.row.pk, actor=make_actor("host_manager", organisation=desk.organisation), now=desk.now)
    assert site.get("motifs").status_code == 401


def test_its_last_use_is_noted_at_most_every_ten_minutes(desk: Any, site: Machine) -> None:
    seen = []
    for minutes in (0, 5, 11):
        client_of(site.token, now=desk.now + timedelta(minutes=minutes))
        seen.append(ApiClient.objects.get().last_used_at - desk.now)
    assert seen == [timedelta(0), timedelta(0), timedelta(minutes=11)]


def test_a_machine_has_no_other_right(desk: Any, site: Machine) -> None:
    """Neither presences, types and workshops to keep, nor notes and reasons to read."""
    actor = actor_of(site.row)
    rights = (EDIT_RULES, MANAGE_TYPES, MANAGE_WORKSHOPS, SEE_ABSENCE_REASON, SEE_CONTEXT)
    assert not [right.name for right in rights if right.allows(actor)]


@pytest.mark.parametrize("role", ROLES)
def test_the_pages_open_for_managers_only(client: Client, desk: Any, site: Machine, role: str) -> None:
    signed_in(client, role, organisation=desk.organisation)
    for name, args in (
        ("api_clients", []), ("api_client_new", []), ("api_client", [site.row.pk]), ("api_client_revoke", [site.row.pk])
    ):  # fmt: skip
        found = client.get(reverse(f"booking:{name}", args=args)).status_code
        assert found == (200 if role == "host_manager" else 404), (role, name)


def test_the_manager_of_elsewhere_sees_and_revokes_nothing(client: Client, desk: Any, site: Machine) -> None:
    signed_in(client, "host_manager", organisation=make_organisation())
    for name in ("api_client", "api_client_revoke"):
        assert client.get(reverse(f"booking:{name}", args=[site.row.pk])).status_code == 404
    assert client.post(reverse("booking:api_client_revoke", args=[site.row.pk])).status_code == 404
    assert site.get("motifs").status_code == 200


def test_a_visitor_signs_in_and_reads_the_guide(client: Client, site: Machine) -> None:
    for name, args in (("api_clients", []), ("api_client_new", []), ("api_client", [site.row.pk])):
        assert client.get(reverse(f"booking:{name}", args=args))["Location"].startswith("/connexion/?next=")
    assert client.get(reverse("booking:api_guide")).status_code == 200


@pytest.mark.parametrize("role", ["counsellor", "coordinator"])
def test_operations_refuse_colleagues(desk: Any, site: Machine, role: str) -> None:
    actor = make_actor(role, organisation=desk.organisation)
    said = Declared("Pris", ["slots:read"], desk.now.date())
    for ask in (
        lambda: make_client(said, actor=actor, now=desk.now),
        lambda: revoke_client(site.row.pk, actor=actor, now=desk.now),
    ):
        with pytest.raises(ConumError) as refused:
            ask()
        assert isinstance(refused.value, OutOfSight | PermissionRefused)
