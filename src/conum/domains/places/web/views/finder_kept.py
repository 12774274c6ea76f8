"""Searches of the public kept for five minutes: many people look from the same town, and nothing there is theirs alone.

Kept: the whole page as it was written, compressed, for all the server's processes, until the clock comes to a
multiple of five minutes: that is when places open and close, so what is told of that is never old. The visitor's own
is set in it at each look: the token of its forms, and the presences without appointment as they are now (BOO-50).
Whoever has a session (signed in, or told something by a message) reads the places as they are now, so that the author
of a change sees it at once; the others see it at the next multiple. A device's position and an address (a home,
perhaps) are never kept.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from conum.domains.places.queries.finder_where import looks_like_an_address
from conum.domains.places.web.views.finder_walk_ins import retold

LONGEST = 400  # characters of an address: longer ones come from nobody's form twice
OF_A_SESSION = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
FAST = 1  # compression: a fifth of the size for a third of a millisecond


def until_mark(now: datetime) -> float:
    """Return the seconds from `now` to the next multiple of `FINDER_KEPT_SECONDS` on the clock; 0 keeps nothing."""
    every = settings.FINDER_KEPT_SECONDS
    return every - now.timestamp() % every if every else 0


def kept(key: str, now: datetime, write: Callable[[], str]) -> str:
    """Return what was written under a key since the last multiple, else write it; "" keeps nothing.

    What was kept comes back with its presences as they are now.
    """
    if not key:
        return write()
    cache = caches["searches"]
    if found := cache.get(key):
        return retold(zlib.decompress(found).decode(), now)
    written = write()
    cache.set(key, zlib.compress(written.encode(), FAST), until_mark(now))
    return written


def with_token_of(request: HttpRequest, html: str) -> str:
    """Return a page with the visitor's own token in its forms."""
    return TOKEN.sub(rf"\g<1>{get_token(request)}", html) if TOKEN.search(html) else html


def key_of(request: HttpRequest, easy: bool) -> str:
    """Return what tells a search from another, "" when it must not be kept. Nothing is read but the request."""
    query = request.META.get("QUERY_STRING", "")
    private = "latitude" in request.GET or looks_like_an_address(request.GET.get("ou", ""))
    known = not OF_A_SESSION.isdisjoint(request.COOKIES)
    if not settings.FINDER_KEPT_SECONDS or known or private or len(query) > LONGEST:
        return ""
    return sha256(f"{get_language()} {easy} {query}".encode()).hexdigest()
