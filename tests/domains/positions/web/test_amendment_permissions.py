"""Who opens which page of amendments, transfers and vacancies; what is out of sight is 404."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.accounts.models import Organisation
from tests.factories_accounts import make_membership, sign_in, signed_in
from tests.factories_amendments import ask, host_with, propose
from tests.factories_positions import SPRING_DAY

pytestmark = pytest.mark.django_db
ALL = {"admin", "prefecture", "elsewhere", "host", "stranger", "hub", "candidate"}
READERS = ALL - {"elsewhere", "stranger", "candidate"}
TABLE = {
    "amendments": ALL - {"candidate"},
    "transfers": ALL - {"candidate"},
    "vacancies": ALL - {"candidate"},
    "amendment": READERS,
    "transfer": READERS,
    "amendment_opinion": {"prefecture"},
    "amendment_accept": {"admin"},
    "amendment_refuse": {"admin"},
    "amendment_cancel": {"host"},
    "transfer_agree": {"host", "prefecture"},
    "transfer_refuse": {"host", "prefecture"},
    "transfer_propose": {"admin", "host", "prefecture"},
    "amendment_ask": {"host", "stranger"},
}


@pytest.fixture
def world(db: None) -> dict[str, Any]:
    """An addition and a transfer of one host, seen by everybody of the table."""
    manager, rows = host_with(2)
    _arrival, (other,) = host_with(1)
    transfer = propose(rows[0], other.host, manager, SPRING_DAY + timedelta(days=1))
    amendment = ask(manager)
    keys = {name: [amendment.pk] for name in TABLE if name.startswith("amendment")}
    keys |= {"amendments": [], "transfers": [], "vacancies": [], "amendment_ask": ["ajout"]}
    keys |= {"transfer": [transfer.pk], "transfer_agree": [transfer.pk], "transfer_refuse": [transfer.pk]}
    return {**keys, "transfer_propose": [rows[1].post_id], "host": manager.organisation_id}


def client_of(who: str, world: dict[str, Any]) -> Client:
    """Return the browser of somebody of the table."""
    client = Client()
    if who == "host":
        membership = make_membership("host_manager", organisation=Organisation.objects.get(pk=world["host"]))
        sign_in(client, membership.person, membership)
        return client
    role, reach = {
        "admin": ("national_admin", {}),
        "prefecture": ("prefecture", {"department_id": "87"}),
        "elsewhere": ("prefecture", {"department_id": "19"}),
        "stranger": ("host_manager", {}),
        "hub": ("hub", {"region_id": "75"}),
        "candidate": ("candidate", {}),
    }[who]
    signed_in(client, role, **reach)
    return client


@pytest.mark.parametrize("who", sorted(ALL))
def test_each_page_opens_for_those_it_is_for(who: str, world: dict[str, Any]) -> None:
    client = client_of(who, world)
    opened = {name for name in TABLE if client.get(reverse(f"positions:{name}", args=world[name])).status_code == 200}
    assert opened == {name for name, readers in TABLE.items() if who in readers}


def test_a_visitor_is_sent_to_sign_in(world: dict[str, Any], client: Client) -> None:
    for name in TABLE:
        assert client.get(reverse(f"positions:{name}", args=world[name])).status_code == 302
