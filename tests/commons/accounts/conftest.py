"""Territories small enough for the tests of accounts, and identity providers as processes."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conum.commons.territories.models import Commune, Department, Region
from tests.support.processes import free_port, process

OWN_PROVIDER = Path(__file__).parents[2] / "support" / "openid.py"
PEOPLE = (
    {"sub": "u-ada", "email": "ada@example.org", "email_verified": True, "given_name": "Ada"},
    {"sub": "u-eve", "email": "ada@example.org", "email_verified": False},
    {"sub": "u-new", "email": "new@example.org", "email_verified": True},
)


@pytest.fixture
def territories(db: None) -> None:
    """Limousin's three départements, one of Bretagne, and a commune of 87."""
    Region.objects.get_or_create(code="75", defaults={"name": "Nouvelle-Aquitaine", "area": "metro"})
    Region.objects.get_or_create(code="53", defaults={"name": "Bretagne", "area": "metro"})
    for code, name, region in (
        ("87", "Haute-Vienne", "75"),
        ("19", "Corrèze", "75"),
        ("23", "Creuse", "75"),
        ("35", "Ille-et-Vilaine", "53"),
    ):
        Department.objects.get_or_create(code=code, defaults={"name": name, "region_id": region, "area": "metro"})
    Commune.objects.get_or_create(
        code="87085", defaults={"name": "Limoges", "department_id": "87", "precision": "none"}
    )


@pytest.fixture(scope="module")
def mock() -> Iterator[str]:
    """A whole provider, with its own sign-in page."""
    port, users = free_port(), []
    for person in PEOPLE:
        users += ["--user-claims", json.dumps(person)]
    with process(port, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true", *users) as address:
        yield address


@pytest.fixture(scope="module")
def forge() -> Iterator[str]:
    """A provider that signs what the test asks for."""
    port = free_port()
    with process(port, str(OWN_PROVIDER), str(port)) as address:
        yield address


@pytest.fixture
def use(settings: Any) -> Callable[[str], None]:
    """Configure the provider of this address."""

    def configure(issuer: str) -> None:
        given = {"oidc_issuer": issuer, "oidc_client_id": "conum", "oidc_client_secret": "s", "oidc_name": "Fédé"}
        settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update=given)

    return configure
