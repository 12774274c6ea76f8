"""Fixtures of every test: the database, the browser, the instant."""

import os

os.environ.pop("DATABASE_URL", None)  # the tests never touch a named database
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", ".data/hypothesis")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop running in the test's thread

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import caches
from django.utils import translation
from hypothesis import settings

from tests.support import browser as browsers
from tests.support import database, order

settings.register_profile("same-every-time", derandomize=True, deadline=None)  # a slow machine is no fault
settings.load_profile("same-every-time")


@pytest.hookimpl(trylast=True)  # pytest-django has an order of its own
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests first in each worker."""
    order.arrange(items, getattr(config, "workerinput", {}).get("workercount", 1))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A clone of the template database for this process."""
    with django_db_blocker.unblock(), database.ready():
        yield


@pytest.fixture(autouse=True)
def _french_again() -> Iterator[None]:
    """A page asked in another language leaves it to the thread, hence to the next test."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What a page keeps for a minute is not for the next test, whose rows are others."""
    for kept in caches.all():
        kept.clear()


@pytest.fixture
def now() -> datetime:
    """The fixed instant of tests: a Tuesday morning in winter."""
    return datetime(2026, 1, 13, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One headless browser for the session."""
    with browsers.launched() as launched:
        yield launched


@pytest.fixture
def visitors(browser: Any, live_server: Any) -> Iterator[browsers.Visitors]:
    """Opens pages of the live application: `visitors.open("/")`; any console error fails the test."""
    opened = browsers.Visitors(browser, live_server.url)
    yield opened
    opened.close()


@pytest.fixture
def axe() -> Any:
    """`axe(page)` refuses a page with an accessibility violation."""
    return browsers.check_accessible
