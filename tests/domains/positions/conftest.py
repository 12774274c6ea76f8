"""Fixtures of the positions module: the instant is a spring day of 2021, when allocation was open."""

from __future__ import annotations

from datetime import datetime

import pytest

from conum.commons.accounts.models import Actor
from tests.factories_accounts import make_actor
from tests.factories_positions import SPRING


@pytest.fixture
def now() -> datetime:
    """The instant of these tests: 6 April 2021, ten o'clock in Paris."""
    return SPRING


@pytest.fixture
def admin(db: None) -> Actor:
    """A national administrator."""
    return make_actor("national_admin")


@pytest.fixture
def prefecture(db: None) -> Actor:
    """The prefecture of Haute-Vienne."""
    return make_actor("prefecture", department_id="87")
