"""For search engines: which pages exist, and what is not theirs to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from conum.commons.messaging.queries import site_address
from conum.domains.places.queries.place_page import listed_places
from conum.domains.places.web.views.finder_cards import place_path
from conum.kernel.web.views import Guarded

PER_FILE = 10_000  # addresses: a fifth of what the protocol allows
KEPT_SECONDS = 6 * 3600
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = ("home", "places:finder", "places:orientation", "places:orientation_carer", "figures", "accessibility")
ROBOTS = """User-agent: *
Disallow: /trouver/carte
Disallow: /trouver/widget/
Disallow: /trouver/lieux.
Disallow: /*?*partie=
Allow: /

Sitemap: {sitemap}
"""


def _answer(text: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response


class SitemapIndex(Guarded):
    """`/sitemap.xml`: the files of the sitemap."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """List one file per ten thousand places, the pages of the site in the first."""
        files = range(1, max(1, -(-listed_places().count() // PER_FILE)) + 1)
        parts = (reverse("places:sitemap_places", args=[number]) for number in files)
        body = "".join(f"<sitemap><loc>{escape(site_address() + part)}</loc></sitemap>" for part in parts)
        xml = f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="{NAMESPACE}">{body}</sitemapindex>'
        return _answer(xml, "application/xml")


class SitemapPart(Guarded):
    """`/sitemap-lieux-1.xml`: ten thousand places, with the day each was last confirmed."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """List the addresses; 404 beyond the last file."""
        number: int = self.kwargs["number"]
        if not 0 < number < PER_FILE:
            raise Http404
        lines = [*(_pages() if number == 1 else ()), *_places((number - 1) * PER_FILE)]
        if not lines:
            raise Http404
        xml = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{NAMESPACE}">{"".join(lines)}</urlset>'
        return _answer(xml, "application/xml")


def _pages() -> Iterator[str]:
    for name in PAGES:
        yield f"<url><loc>{escape(site_address() + reverse(name))}</loc></url>"


def _places(start: int) -> Iterator[str]:
    rows = listed_places().values_list("pk", "name", "commune_name", "updated_on")[start : start + PER_FILE]
    for place, name, commune, updated_on in rows:
        address = escape(site_address() + place_path(place, name, commune))
        yield f"<url><loc>{address}</loc><lastmod>{updated_on:%Y-%m-%d}</lastmod></url>"


class Robots(Guarded):
    """`/robots.txt`."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say where the sitemap is, and leave endless windows of maps alone."""
        return _answer(ROBOTS.format(sitemap=site_address() + reverse("places:sitemap")), "text/plain; charset=utf-8")
