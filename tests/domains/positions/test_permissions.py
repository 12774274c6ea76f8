"""Who sees and does what (sheet 02 section 10)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.domains.positions.permissions import attachments_visible_to, requests_visible_to
from tests.factories_accounts import make_actor, make_organisation, signed_in
from tests.factories_positions import make_attachment, make_host, make_quota, make_request, make_session

pytestmark = pytest.mark.django_db


def test_a_host_sees_its_own_requests_and_posts() -> None:
    own, other = make_attachment(), make_attachment()
    actor = make_actor("host_manager", organisation=own.host)

    assert list(requests_visible_to(actor)) == [own.request]
    assert list(attachments_visible_to(actor)) == [own]
    assert other.pk != own.pk


def test_a_prefecture_sees_its_departement_only(prefecture: Actor) -> None:
    here = make_request()
    make_request(make_host("19272"))

    assert list(requests_visible_to(prefecture)) == [here]


def test_a_region_sees_its_departements() -> None:
    both = {make_request().pk, make_request(make_host("19272")).pk}
    make_request(make_host("35238"))

    assert set(requests_visible_to(make_actor("prefecture", region_id="75")).values_list("pk", flat=True)) == both


def test_a_network_sees_its_organisations() -> None:
    member = make_request(make_host(network="familles_rurales"))
    make_request()
    head = make_organisation(network="familles_rurales")

    assert list(requests_visible_to(make_actor("network", organisation=head))) == [member]


def test_a_network_without_name_sees_nothing() -> None:
    make_request()

    assert not requests_visible_to(make_actor("network", organisation=make_organisation())).exists()


def test_a_host_that_is_also_a_hub_sees_by_its_active_role() -> None:
    both = make_host(hub="hubik")
    own, neighbour = make_request(both), make_request()

    as_host = requests_visible_to(make_actor("host_manager", organisation=both))
    as_hub = requests_visible_to(make_actor("hub", organisation=both))

    assert list(as_host) == [own]
    assert set(as_hub) == {own, neighbour}


def test_a_coordinator_sees_the_hosts_of_its_territory_that_hold_posts_and_its_own() -> None:
    employer = make_host("35238")
    own, held = make_request(employer), make_attachment()
    make_request(make_host())  # holds no post: nobody there to coordinate
    make_attachment(make_host("19272"))
    coordinator = make_actor("coordinator", organisation=employer, department_id="87")

    assert set(requests_visible_to(coordinator)) == {own, held.request}
    assert list(attachments_visible_to(coordinator)) == [held]


def test_a_coordinator_without_territory_sees_its_employer_only() -> None:
    own, _other = make_attachment(), make_attachment()
    coordinator = make_actor("coordinator", organisation=own.host)

    assert list(requests_visible_to(coordinator)) == [own.request]
    assert not requests_visible_to(make_actor("coordinator")).exists()


def test_a_coordinator_never_sees_an_unconfirmed_request() -> None:
    held = make_attachment()
    make_request(held.host, kind="coordinator", posts_wanted=1, state="unconfirmed", confirmed_at=None)
    coordinator = make_actor("coordinator", department_id="87")

    assert list(requests_visible_to(coordinator)) == [held.request]


@pytest.mark.parametrize("role", ["candidate", "counsellor", "training_body", "helper", "support_agent"])
def test_other_roles_see_nothing(role: str) -> None:
    make_request()

    assert not requests_visible_to(make_actor(role)).exists()
    assert not requests_visible_to(None).exists()


READERS = {"host_manager", "prefecture", "national_admin", "hub", "network", "coordinator"}
MATRIX = {
    "requests": READERS,
    "request": {"prefecture", "national_admin"},
    "opinion": {"prefecture"},
    "decide": {"national_admin"},
    "ask_override": {"national_admin"},
    "mark_duplicate": {"national_admin"},
    "cancel": {"national_admin"},
    "sessions": {"national_admin"},
    "plan_session": {"national_admin"},
    "session": {"national_admin"},
    "compare": {"national_admin"},
    "balances": {"national_admin"},
    "quotas": {"prefecture", "national_admin", "hub"},
    "quota": {"prefecture", "national_admin"},
    "set_quota": {"national_admin"},
    "posts": READERS | {"paying_agent"},
    "downloads": READERS,
}
ROLES = [role for role in Role.values if role not in ("public", "api_client")]


@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_for_its_roles_only(role: str, client: Client) -> None:
    make_quota()
    keys: dict[str, Any] = dict.fromkeys(("request", "opinion", "decide", "ask_override", "mark_duplicate", "cancel"),
                                         make_request().pk)  # fmt: skip
    keys |= dict.fromkeys(("session", "compare"), make_session().pk) | dict.fromkeys(("quota", "set_quota"), "87")
    signed_in(client, role)

    for name, roles in MATRIX.items():
        answer = client.get(reverse(f"positions:{name}", args=[keys[name]] if name in keys else []))
        assert answer.status_code == (200 if role in roles else 404), (name, role)


@pytest.mark.parametrize("name", MATRIX)
def test_a_visitor_is_sent_to_sign_in(name: str, client: Client) -> None:
    codes = {"quota": "87", "set_quota": "87"}
    alone = {"requests", "sessions", "plan_session", "balances", "quotas", "posts", "downloads"}
    key = codes.get(name, "01981c3e-0000-7000-8000-000000000000")

    assert client.get(reverse(f"positions:{name}", args=[] if name in alone else [key])).status_code == 302


def test_outside_the_territory_is_404(client: Client) -> None:
    request = make_request(make_host("19272"))
    make_quota("19")
    signed_in(client, "prefecture", department_id="87")

    for name, key in (("request", request.pk), ("opinion", request.pk), ("quota", "19")):
        assert client.get(reverse(f"positions:{name}", args=[key])).status_code == 404
