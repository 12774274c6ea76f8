"""Screens run at the real instant: allocation, closed since May 2025, is opened again for them."""

from __future__ import annotations

from datetime import date

import pytest

from conum.domains.positions import parameters


@pytest.fixture(autouse=True)
def allocation_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator opened allocation again."""
    monkeypatch.setitem(parameters.ALLOCATION_OPEN.values, date(2026, 1, 1), True)
