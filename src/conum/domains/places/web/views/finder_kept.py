"""Searches of the public kept for five minutes: many people look from the same town, and nothing there is theirs alone.

Kept: what the search wrote (form, filters, list), compressed, in the memory of each server process, until the clock
comes to a multiple of five minutes: that is when places open and close, so what is told of that is never old. Whoever
is signed in reads the places as they are now, so that the author of a change sees it at once; the others see it at
the next multiple. A device's position and an address (a home, perhaps) are never kept.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.translation import get_language

from conum.domains.places.queries.finder_where import looks_like_an_address

LONGEST = 400  # characters of an address: longer ones come from nobody's form twice
FAST = 1  # compression: a fifth of the size for a third of a millisecond


def until_mark(now: datetime) -> float:
    """Return the seconds from `now` to the next multiple of `FINDER_KEPT_SECONDS` on the clock; 0 keeps nothing."""
    every = settings.FINDER_KEPT_SECONDS
    return every - now.timestamp() % every if every else 0


def kept(key: str, now: datetime, write: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what was written under a key since the last multiple, else write it; "" keeps nothing."""
    if not key:
        return write()
    cache = caches["searches"]
    if found := cache.get(key):
        return pickle.loads(zlib.decompress(found))  # type: ignore[no-any-return] # noqa: S301 – ours, in memory
    written = write()
    cache.set(key, zlib.compress(pickle.dumps(written), FAST), until_mark(now))
    return written


def key_of(request: HttpRequest, easy: bool) -> str:
    """Return what tells a search from another, "" when it must not be kept. Nothing is read but the request."""
    query = request.META.get("QUERY_STRING", "")
    private = "latitude" in request.GET or looks_like_an_address(request.GET.get("ou", ""))
    signed_in = getattr(request, "actor", None) is not None
    if not settings.FINDER_KEPT_SECONDS or signed_in or private or len(query) > LONGEST:
        return ""
    return sha256(f"{get_language()} {easy} {query}".encode()).hexdigest()
