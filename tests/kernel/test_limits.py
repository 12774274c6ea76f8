"""Limits on attempts: counted in the database, over a window that begins at the first attempt."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory

from conum.kernel.web.limits import allow, forget, network, sweep
from conum.kernel.web.models import AttemptCount

WINDOW = timedelta(minutes=15)


@pytest.mark.django_db
def test_the_limit_is_reached_then_the_window_ends(now: datetime) -> None:
    assert [allow("a", 2, WINDOW, now + timedelta(minutes=m)) for m in (0, 1, 2)] == [True, True, False]
    assert allow("a", 2, WINDOW, now + timedelta(minutes=14, seconds=59)) is False
    assert allow("a", 2, WINDOW, now + WINDOW) is True


@pytest.mark.django_db
def test_keys_do_not_share_their_counter_and_are_not_readable(now: datetime) -> None:
    assert allow("someone@example.org", 1, WINDOW, now)
    assert allow("other@example.org", 1, WINDOW, now)
    assert not AttemptCount.objects.filter(key__contains="example").exists()


@pytest.mark.django_db
def test_a_forgotten_key_begins_again(now: datetime) -> None:
    allow("a", 1, WINDOW, now)
    forget("a")
    assert allow("a", 1, WINDOW, now)


@pytest.mark.django_db
def test_sweep_removes_the_windows_that_are_over(now: datetime) -> None:
    allow("old", 1, WINDOW, now - 2 * WINDOW)
    allow("new", 1, WINDOW, now)
    assert sweep(now) == 1
    assert not allow("new", 1, WINDOW, now)


@pytest.mark.django_db(transaction=True)
def test_simultaneous_attempts_are_all_counted(now: datetime) -> None:
    def attempt(_: int) -> bool:
        try:
            return allow("a", 5, WINDOW, now)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(20))) == 5


def test_an_ipv6_subscriber_is_one_network() -> None:
    one = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3::1")
    two = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:ffff::9")
    assert network(one) == network(two) == "2001:db8:1:2::/64"
    assert network(RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")) == "203.0.113.7"
    assert network(RequestFactory().get("/", REMOTE_ADDR="")) == "unknown"


def test_only_trusted_proxies_are_believed(settings: Any) -> None:
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.7", "REMOTE_ADDR": "10.0.0.2"}
    assert network(RequestFactory().get("/", **forged)) == "10.0.0.2"
    settings.TRUSTED_PROXIES = 1
    assert network(RequestFactory().get("/", **forged)) == "203.0.113.7"
    settings.TRUSTED_PROXIES = 3
    assert network(RequestFactory().get("/", **forged)) == "10.0.0.2"
