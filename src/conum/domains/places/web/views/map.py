"""The map of the finder, drawn on the server: it needs no script, its bubbles are links, its windows weigh little.

The same drawing stands beside the list on a wide screen (asked by the script). At its first use Leaflet takes its
place and reads the same groups as GeoJSON (`map_points`).
"""

from __future__ import annotations

from hashlib import sha256
from html import escape
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.territories.queries.outlines import department_outlines
from conum.domains.places.queries.clusters import FRANCE, SIDE, TILE, Cluster, Window, clusters
from conum.domains.places.queries.finder_wish import Here
from conum.domains.places.queries.needs import Needs, is_index_known, needs_in
from conum.domains.places.web.filters import finder as filters
from conum.domains.places.web.views import map_needs
from conum.domains.places.web.views.finder import FinderPage
from conum.domains.places.web.views.finder_cards import place_path
from conum.domains.places.web.views.finder_tiles import tiles
from conum.domains.places.web.views.finder_walk_ins import walk_in_words_of
from conum.domains.places.web.views.map_needs import MERCATOR_TOP, ROUGH_UNTIL

ZOOMS = {5: 12, 10: 11, 20: 10, 50: 9, 100: 8}  # radius in km → zoom that shows it
KEPT_SECONDS = 60
LAYER = "places/finder/needs.html"


class FinderMap(FinderPage):
    """`/trouver/carte/`: the page of the map; `partie=dessin` gives the drawing alone."""

    template_name = "places/finder/map.html"

    @cached_property
    def window(self) -> Window:
        """The window the address names, else the one that shows where one looks."""
        asked = Window.read(self.request.GET.get("carte", ""))
        here = self.where.here
        if asked:
            return asked
        if here is None or here.latitude is None:
            return Window(*self.middle()) if here else Window(*FRANCE)
        return Window(here.latitude, here.longitude or 0, ZOOMS.get(here.radius_km, 9))

    def middle(self) -> tuple[float, float, int]:
        """Return the middle of the places of a territory."""
        first = self.places[:1]
        return (first[0].latitude or 0, first[0].longitude or 0, 8) if first else FRANCE

    @cached_property
    def bubbles(self) -> list[Cluster]:
        """What the window shows."""
        return clusters(self.window, self.where.here or Here(), self.wish, self.now, zone=self.where.zone)

    @property
    def layer(self) -> str:
        """The layer asked over the map: `fragilite`, `manques`, or none."""
        asked = self.request.GET.get("calque", "")
        return asked if asked in map_needs.LAYERS else ""

    @cached_property
    def needs(self) -> Needs | None:
        """Needs and supply of the window's territories, when a layer of them is asked."""
        return needs_in(self.window, localdate(self.now)) if self.layer else None

    @property
    def overlay(self) -> str:
        """The layer, drawn."""
        return map_needs.layer(self.window, self.needs, self.layer) if self.needs else ""

    @cached_property
    def walk_ins(self) -> dict[str, str]:
        """Place id → its next presence without appointment, in words, for the places that stand alone (BOO-50)."""
        return walk_in_words_of([one.id for one in self.bubbles if one.count == 1 and not one.territory], self.now)

    def sent(self, response: HttpResponse) -> HttpResponseBase:
        """Return the response, asked again at each look when it tells of presences: they may be cancelled."""
        return revalidated(self.request, response, 0 if self.walk_ins else KEPT_SECONDS)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page; or the drawing alone, or what is said of the layer, for the script."""
        if request.GET.get("partie") == "calque":
            return render(request, LAYER, map_needs.shown(self.window, self.needs, self.layer))
        if request.GET.get("partie") != "dessin":
            return super().get(request, *args, **kwargs)
        return self.sent(HttpResponse(self.drawing()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the drawing and the way back to the list."""
        query = filters.changed(self.request.GET, carte=None)
        return super().get_context_data(
            drawing=self.drawing(),
            where=self.where,
            list_query=query,
            points_query=filters.changed(self.request.GET),
            active=self.active(),
            layers=self.layers(),
            **map_needs.shown(self.window, self.needs, self.layer),
            **tiles(),
            **kwargs,
        )

    def layers(self) -> list[tuple[Any, str, bool]]:
        """The layers one may choose, with their addresses; none before an index is imported."""
        if not is_index_known(localdate(self.now)):
            return []
        query = self.request.GET
        return [
            (words, filters.changed(query, calque=value, carte=self.window), value == self.layer)
            for value, words in map_needs.LAYERS.items()
        ]

    def active(self) -> list[filters.Active]:
        """The filters in force."""
        return filters.active(self.request.GET, self.asked.wish, self.easy)

    def drawing(self) -> SafeString:
        """Return the map as SVG, with the links that move it."""
        return draw(self.window, self.bubbles, self.link, self.me(), self.walk_ins, self.overlay)

    def link(self, window: Window) -> str:
        """Return the address of another window of the same map."""
        return f"{reverse('places:finder_map')}?{filters.changed(self.request.GET, carte=window)}"

    def me(self) -> tuple[float, float] | None:
        """Where the person is or looks."""
        here = self.where.here
        return (here.latitude, here.longitude or 0) if here and here.latitude is not None else None


def revalidated(request: HttpRequest, response: HttpResponse, seconds: int = KEPT_SECONDS) -> HttpResponseBase:
    """Return the response with its ETag, or 304 to a browser that has it already; kept so many seconds unasked."""
    response["ETag"] = f'"{sha256(response.content).hexdigest()[:24]}"'
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    patch_cache_control(response, private=True, max_age=seconds)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def shown_words(bubbles: list[Cluster]) -> str:
    """Return « Carte : 34 lieux affichés »."""
    count = sum(one.count for one in bubbles)
    return ngettext("Carte : %(count)s lieu affiché", "Carte : %(count)s lieux affichés", count) % {"count": count}


def state_words(one: Cluster) -> str:
    """Return what is said beside the name of a place: open now, or that its point only stands for its commune."""
    said = [_("ouvert maintenant")] if one.open_now else []
    return ", ".join([*said, _("position approximative")] if one.rough else said)


def draw(
    window: Window,
    bubbles: list[Cluster],
    link: Any,
    me: tuple[float, float] | None,
    walk_ins: dict[str, str],
    overlay: str = "",
) -> SafeString:
    """Return the drawing: land, tiles if any, layer of needs if any, bubbles as links, links that move the window."""
    label = shown_words(bubbles)
    drawn = "".join(_bubble(window, one, link, walk_ins.get(one.id, "")) for one in bubbles)
    inside = _land(window) + _tiles(window) + overlay + drawn + _me(window, me)
    return mark_safe(
        f'<div class="pl-map"><svg viewBox="0 0 {SIDE} {SIDE}" role="group" '
        f'aria-label="{escape(label)}">{inside}</svg>{_moves(window, link)}</div>'
        f'<p class="pl-map__said" aria-live="polite">{escape(label)}</p>'
    )


def _land(window: Window) -> str:
    outlines = department_outlines()
    scale = window.world / outlines.world
    left, top = window.pixel(MERCATOR_TOP, -180)
    rough = window.zoom <= ROUGH_UNTIL
    paths = [
        f'<path d="{area.rough if rough else area.fine}"/>'
        for area in outlines.areas.values()
        if area.box[2] * scale + left > 0
        and area.box[0] * scale + left < SIDE
        and area.box[3] * scale + top > 0
        and area.box[1] * scale + top < SIDE
    ]
    return (
        f'<g class="pl-map__land" transform="translate({left:.1f} {top:.1f}) scale({scale:.6g})">{"".join(paths)}</g>'
    )


def _tiles(window: Window) -> str:
    """Tiles of our own origin, when the installation has some (PRI-16)."""
    address = getattr(settings, "CONUM_TILES_URL", "")
    if not address:
        return ""
    left, top = window.pixel(MERCATOR_TOP, -180)
    first_x, first_y = int(-left // TILE), int(-top // TILE)
    made = []
    for x in range(first_x, int((SIDE - left) // TILE) + 1):
        for y in range(max(0, first_y), min(1 << window.zoom, int((SIDE - top) // TILE) + 1)):
            href = address.replace("{z}", str(window.zoom)).replace("{y}", str(y))
            href = href.replace("{x}", str(x % (1 << window.zoom))).replace("{s}", "a")
            made.append(
                f'<image href="{escape(href)}" x="{left + x * TILE:.1f}" y="{top + y * TILE:.1f}" '
                f'width="{TILE}" height="{TILE}"/>'
            )
    return "".join(made)


def _bubble(window: Window, one: Cluster, link: Any, walk_in: str) -> str:
    x, y = window.pixel(one.latitude, one.longitude)
    shade = ' class="pl-map__open"' if one.open_now and one.count == 1 else ""
    if one.count == 1 and not one.territory:
        words = escape(", ".join(filter(None, (one.name, one.commune, state_words(one), walk_in))))
        return (
            f'<a href="{place_path(one.id, one.name, one.commune)}" aria-label="{words}"><title>{words}</title>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9"{shade}/></a>'
        )
    near = window.zoomed(2 if one.territory else 1, one.latitude, one.longitude)
    words = ngettext("%(count)s lieu", "%(count)s lieux", one.count) % {"count": one.count}
    words = escape(f"{one.territory} : {words}" if one.territory else _("%(places)s, agrandir") % {"places": words})
    radius = min(26, 12 + 2 * len(str(one.count)) + one.count.bit_length())
    return (
        f'<a href="{escape(link(near))}" aria-label="{words}" data-go><title>{words}</title>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/><text x="{x:.1f}" y="{y:.1f}">{one.count}</text></a>'
    )


def _me(window: Window, me: tuple[float, float] | None) -> str:
    if me is None:
        return ""
    x, y = window.pixel(*me)
    words = escape(_("Là où vous cherchez"))
    return f'<circle class="pl-map__me" cx="{x:.1f}" cy="{y:.1f}" r="5"><title>{words}</title></circle>'


def _moves(window: Window, link: Any) -> str:
    bar = (
        ("add-line", _("Agrandir"), window.zoomed(1), "+"),
        ("arrow-down-s-line", _("Réduire"), window.zoomed(-1), "-"),
    )
    ways = (
        ("arrow-up-s-line", _("Vers le nord"), window.moved(0, -1), "ArrowUp"),
        ("arrow-left-s-line", _("Vers l'ouest"), window.moved(-1, 0), "ArrowLeft"),
        ("arrow-right-s-line", _("Vers l'est"), window.moved(1, 0), "ArrowRight"),
        ("arrow-down-s-line", _("Vers le sud"), window.moved(0, 1), "ArrowDown"),
    )
    return "".join(
        f'<div class="{name}">'
        + "".join(
            f'<a href="{escape(link(other))}" data-go rel="nofollow" title="{escape(words)}">'
            f'{_sign(icon, key)}<span class="fr-sr-only">{escape(words)}</span></a>'
            for icon, words, other, key in links
        )
        + "</div>"
        for name, links in (("pl-map__bar", bar), ("pl-map__moves", ways))
    )


def _sign(icon: str, key: str) -> str:
    if key == "-":
        return '<span aria-hidden="true">−</span>'
    return f'<span class="fr-icon-{icon} fr-icon--sm" aria-hidden="true"></span>'
