"""The desk of the pages, and machines that ask the API for its organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from conum.domains.booking.enums import ApiScope
from conum.domains.booking.operations.api_clients import Declared, make_client
from tests.domains.booking.web.conftest import desk
from tests.factories_accounts import make_actor

__all__ = ["desk"]
ROOT = "/api/v1/agenda/"
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Machine:
    """A client of the API."""

    row: Any
    token: str

    def ask(self, method: str, path: str, body: Any = None, **headers: Any) -> Any:
        """Ask, with its token."""
        given = {"HTTP_AUTHORIZATION": f"Bearer {self.token}", **headers}
        if body is not None:
            return getattr(Client(), method)(ROOT + path, body, content_type="application/json", **given)
        return getattr(Client(), method)(ROOT + path, **given)

    def get(self, path: str, **headers: Any) -> Any:
        """Read."""
        return self.ask("get", path, **headers)

    def post(self, path: str, body: Any, **headers: Any) -> Any:
        """Write."""
        return self.ask("post", path, body, **headers)


def machine(desk: Any, *scopes: str, name: str = "Site", organisation: Any = None) -> Machine:
    """Return a machine of the desk's organisation, or another's, with these scopes; all when none is said."""
    manager = make_actor("host_manager", organisation=organisation or desk.organisation)
    said = Declared(name, scopes or ApiScope.values, (desk.now + timedelta(days=30)).date())
    return Machine(*make_client(said, actor=manager, now=desk.now))


@pytest.fixture
def site(desk: Any) -> Machine:
    """A machine that may everything."""
    return machine(desk)


def at(desk: Any, hour: int, minute: int = 0, weeks: int = 0) -> datetime:
    """An hour of the desk's Thursday."""
    return datetime.combine(desk.thursday + timedelta(weeks=weeks), time(hour, minute), PARIS)


def asked(desk: Any, start: datetime, **fields: Any) -> dict[str, Any]:
    """A body that books a slot for somebody."""
    person = {"first_name": "Ana", "last_name": "Martin", "phone": "06 39 98 01 23", "email": "ana@example.org"}
    fields = {"type_id": str(desk.kind.pk), "place_id": str(desk.place.pk), "person": person, **fields}
    return {"starts_at": start.isoformat(), **fields}
