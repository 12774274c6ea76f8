"""How PostgreSQL's programs reach the database."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connections

from conum.site.backup import database


def test_the_password_is_no_argument(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connections["default"].settings_dict, "PASSWORD", "secret")
    assert "secret" not in database._named() and database._environment()["PGPASSWORD"] == "secret"


def test_a_refused_connection_is_a_fault_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connections["default"].settings_dict, "HOST", "/nowhere")
    with pytest.raises(psycopg.OperationalError), database.connected():
        pass
