"""The groups of a window of the map as GeoJSON, for Leaflet and for other tools: same query, filters and window."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from conum.commons.territories.queries.outlines import department_outlines
from conum.domains.places.queries.clusters import SIDE, Cluster, Window
from conum.domains.places.web.views import map_needs
from conum.domains.places.web.views.finder_cards import place_path
from conum.domains.places.web.views.map import (
    FinderMap,
    shown_words,
    state_words,
)
from conum.domains.places.web.views.map_needs import MERCATOR_TOP, ROUGH_UNTIL


class FinderGeoJSON(FinderMap):
    """`/trouver/carte.geojson`: the bubbles of a window (`carte=`), with the finder's filters, and an ETag.

    Beside the features (RFC 7946 allows it): `window` that was answered, `said` in words, `land` to draw behind when
    the installation has no tiles, and `needs` to lay over it when `calque=` asks for the fragility index or the gaps.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a collection of points."""
        body = {
            "type": "FeatureCollection",
            "features": [feature(one, self.walk_ins.get(one.id, "")) for one in self.bubbles],
            "window": str(self.window),
            "said": shown_words(self.bubbles),
            "here": self.me(),
        }
        if not getattr(settings, "CONUM_TILES_URL", ""):
            body["land"] = land(self.window)
        if self.overlay:
            body["needs"] = {"svg": self.overlay, **map_needs.box(self.window)}
        text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
        response = HttpResponse(text, content_type="application/geo+json")
        return self.sent(response)


def feature(cluster: Cluster, walk_in: str = "") -> dict[str, Any]:
    """Return a bubble as GeoJSON; `walk_in`: its next presence without appointment in words (BOO-50)."""
    properties: dict[str, Any] = {"count": cluster.count, "open_now": cluster.open_now}
    if cluster.territory:
        properties["territory"] = cluster.territory
    elif cluster.count == 1:
        properties |= {
            "id": cluster.id,
            "name": cluster.name,
            "commune": cluster.commune,
            "href": place_path(cluster.id, cluster.name, cluster.commune),
            "state": state_words(cluster),
        }
        properties |= {"walk_in": walk_in} if walk_in else {}
    point = [round(cluster.longitude, 5), round(cluster.latitude, 5)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": point}, "properties": properties}


def land(window: Window) -> dict[str, Any]:
    """Return the outlines of the départements in a window and half a window around, and where to lay them.

    `box`: left, top, width, height in units of the paths; `bounds`: south-west and north-east corners, degrees.
    """
    outlines = department_outlines()
    unit = outlines.world / window.world  # units of the paths in a pixel
    left, top = window.pixel(MERCATOR_TOP, -180)
    side, shift = SIDE * 2, SIDE / 2
    box = (unit * (-left - shift), unit * (-top - shift), unit * side, unit * side)
    north, west = window.point(-shift, -shift)
    south, east = window.point(SIDE + shift, SIDE + shift)
    rough = window.zoom <= ROUGH_UNTIL
    paths = [area.rough if rough else area.fine for area in outlines.areas.values() if _meet(area.box, box)]
    return {"box": [round(edge, 3) for edge in box], "bounds": [[south, west], [north, east]], "paths": paths}


def _meet(area: tuple[float, ...], box: tuple[float, ...]) -> bool:
    """Tell whether an outline (left, top, right, bottom) meets a box (left, top, width, height)."""
    across = area[2] > box[0] and area[0] < box[0] + box[2]
    return across and area[3] > box[1] and area[1] < box[1] + box[3]
