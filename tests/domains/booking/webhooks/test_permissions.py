"""Only the managers of the organisation; elsewhere nothing exists and nothing moves."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.accounts.enums import Role
from conum.domains.booking.enums import WebhookEvent
from conum.domains.booking.models import Webhook, WebhookDelivery
from conum.domains.booking.operations import webhooks
from conum.domains.booking.operations.webhook_facts import write
from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from tests.factories_accounts import make_actor, make_organisation, signed_in
from tests.factories_booking import NOW

pytestmark = pytest.mark.django_db
ROLES = [role for role in Role.values if role not in (Role.PUBLIC, Role.API_CLIENT)]
PLAIN = ("webhooks", "webhook_new")
OF_ONE = (
    "webhook", "webhook_change", "webhook_secret", "webhook_off", "webhook_on", "webhook_delete", "webhook_deliveries",
)  # fmt: skip
OF_DELIVERY = ("webhook_delivery", "webhook_again")
GIVEN = {"name": "Pris", "address": "https://pris.example.org/", "events": ["place.changed"]}


@pytest.fixture
def doors(told: Any) -> list[str]:
    """Every address of the pages, with a row behind each."""
    write(WebhookEvent.PLACE_CHANGED, told.hook.organisation_id, [told.hook.pk], [{"id": 1}], NOW)
    delivery = WebhookDelivery.objects.get()
    found = [reverse(f"booking:{name}", args=[told.hook.pk]) for name in OF_ONE]
    return found + [reverse(f"booking:{name}", args=[delivery.pk]) for name in OF_DELIVERY]


def rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Webhook, WebhookDelivery)]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_of_the_organisation_enters_or_not(client: Client, told: Any, doors: list[str], role: str) -> None:
    signed_in(client, role, organisation=told.desk.organisation)
    for address in [*(reverse(f"booking:{name}") for name in PLAIN), *doors]:
        assert client.get(address).status_code == (200 if role == "host_manager" else 404), (role, address)


def test_the_manager_of_another_organisation_sees_and_moves_nothing(
    client: Client, told: Any, doors: list[str]
) -> None:
    signed_in(client, "host_manager", organisation=make_organisation())
    before = rows()
    for address in doors:
        assert client.get(address).status_code == 404, address
        assert client.post(address, GIVEN).status_code in (404, 405), address
    assert rows() == before
    assert "Aucun logiciel" in client.get(reverse("booking:webhooks")).content.decode()


def test_a_visitor_is_sent_to_sign_in_and_reads_the_guide(client: Client, doors: list[str]) -> None:
    for address in [*(reverse(f"booking:{name}") for name in PLAIN), *doors]:
        assert client.get(address)["Location"].startswith("/connexion/?next="), address
    assert client.get(reverse("booking:webhooks_guide")).status_code == 200


@pytest.mark.parametrize("role", ["counsellor", "coordinator", "host_manager"])
def test_operations_refuse_too(told: Any, doors: list[str], role: str) -> None:
    """A colleague has not the right; a manager of elsewhere does not see."""
    where = make_organisation() if role == "host_manager" else told.desk.organisation
    actor, delivery = make_actor(role, organisation=where), WebhookDelivery.objects.get()
    said = webhooks.Told(**GIVEN)
    asks = [
        lambda: webhooks.change(told.hook.pk, said, actor=actor, now=NOW),
        lambda: webhooks.turn_off(told.hook.pk, actor=actor, now=NOW),
        lambda: webhooks.turn_on(told.hook.pk, actor=actor, now=NOW),
        lambda: webhooks.rotate_secret(told.hook.pk, actor=actor, now=NOW),
        lambda: webhooks.delete(told.hook.pk, actor=actor, now=NOW),
        lambda: webhooks.send_again([delivery.pk], actor=actor, now=NOW),
        *([] if role == "host_manager" else [lambda: webhooks.register(said, actor=actor, now=NOW)]),
    ]
    before = rows()
    for ask in asks:
        with pytest.raises(ConumError) as refused:
            ask()
        assert isinstance(refused.value, OutOfSight | PermissionRefused)
    assert rows() == before
