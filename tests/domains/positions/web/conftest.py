"""Screens run at the real instant: allocation, closed since May 2025, is opened again for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from conum.domains.positions import parameters
from conum.domains.positions.gateways import companies


@pytest.fixture(autouse=True)
def allocation_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator opened allocation again."""
    monkeypatch.setitem(parameters.ALLOCATION_OPEN.values, date(2026, 1, 1), True)


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[dict[str, Any]]:
    """The directory knows what the test puts in it; the challenge does not wait."""
    settings.CHALLENGE_MIN_SECONDS = 0
    known: dict[str, Any] = {}

    def find(number: str) -> Any:
        if isinstance(known.get(number), Exception):
            raise known[number]
        return known.get(number)

    monkeypatch.setattr(companies, "find", find)
    yield known
