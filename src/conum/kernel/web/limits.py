"""Limits on attempts, counted in the database so that all web processes share them (sheet 11 section 7).

    if not allow(f"sign-in:{email}", limit=5, window=timedelta(minutes=15), now=self.now):
        return too_many(request)

Call it outside a transaction that may be rolled back, or the attempt is forgotten with the rest.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from conum.kernel.web.models import AttemptCount

COUNT = """
INSERT INTO web_attemptcount AS c (key, count, began_at, ends_at) VALUES (%(key)s, 1, %(now)s, %(ends)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN c.ends_at <= %(now)s THEN 1 ELSE c.count + 1 END,
    began_at = CASE WHEN c.ends_at <= %(now)s THEN %(now)s ELSE c.began_at END,
    ends_at = CASE WHEN c.ends_at <= %(now)s THEN %(ends)s ELSE c.ends_at END
RETURNING count
"""


def _hashed(key: str) -> str:
    """A key may hold an e-mail or a network address: only its keyed hash is stored."""
    return salted_hmac("conum.kernel.web.limits", key, algorithm="sha256").hexdigest()


def allow(key: str, limit: int, window: timedelta, now: datetime) -> bool:
    """Count one attempt and tell whether it is within the limit.

    Args:
        key: what is limited, for example `sign-in:someone@example.org` or `contact:203.0.113.7`.
        limit: attempts allowed in a window.
        window: length of the window, which begins at the first attempt.
        now: instant of the attempt.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": _hashed(key), "now": now, "ends": now + window})
        return bool(cursor.fetchone()[0] <= limit)


def forget(key: str) -> None:
    """Begin again from zero: what was proved right is no longer held against the person."""
    AttemptCount.objects.filter(key=_hashed(key)).delete()


def sweep(now: datetime) -> int:
    """Delete the counters whose window is over; returns how many."""
    return AttemptCount.objects.filter(ends_at__lte=now).delete()[0]


def client_address(request: HttpRequest) -> str | None:
    """Return the visitor's IP address, None when it cannot be read.

    Behind `settings.TRUSTED_PROXIES` proxies, each of which adds one address at the end of X-Forwarded-For, it is
    the one that the outermost of them saw; what a visitor writes further left is never believed.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        text = hops[-settings.TRUSTED_PROXIES] if len(hops) >= settings.TRUSTED_PROXIES else text
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def network(request: HttpRequest) -> str:
    """Return the network the request comes from: the IPv4 address, or the /64 that one subscriber gets in IPv6."""
    text = client_address(request)
    if text is None:
        return "unknown"
    address = ipaddress.ip_address(text)
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429 with a page that says to wait."""
    return render(request, "429.html", status=429)
