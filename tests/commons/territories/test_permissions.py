"""Who opens the screens of the imports: national administrators, nobody else."""

import pytest
from django.urls import reverse

from conum.commons.accounts.enums import Role
from conum.commons.territories.models import ImportDraft
from tests.factories_accounts import signed_in

pytestmark = pytest.mark.django_db
OTHERS = [role for role in Role.values if role not in ("public", "national_admin", "api_client")]


def addresses(now):
    draft = ImportDraft.objects.create(kind="zones", file_name="z.csv", source="x", content=b"x", created_at=now)
    return [
        reverse("territories:imports"),
        reverse("territories:import", args=["zones"]),
        reverse("territories:import-check", args=[draft.pk]),
    ]


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_do_not_see_the_imports(client, now, role):
    signed_in(client, role)
    for address in addresses(now):
        assert client.get(address).status_code == 404
        assert client.post(address, {"apply": "1"}).status_code == 404


def test_visitors_are_sent_to_sign_in(client, now):
    for address in addresses(now):
        assert client.get(address).status_code == 302
