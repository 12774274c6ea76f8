"""What the address of the finder says, and where that is. Wrong values never stop the page: they are told."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import isfinite
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from conum.domains.places.gateways import addresses
from conum.domains.places.queries import finder_where
from conum.domains.places.queries.finder_counts import Counts, count_places
from conum.domains.places.queries.finder_where import Where
from conum.domains.places.queries.finder_wish import Here, Wish
from conum.domains.places.web.filters import finder as filters
from conum.domains.places.web.views.finder_kept import until_mark
from conum.kernel.web.limits import allow, network

MOST_CHARACTERS = 120
GOOD_ADDRESS = 0.5  # score of the address search under which its answer is not believed
ADDRESSES_AN_HOUR = 120  # questions sent to the address search for one network
WHERE_KEPT = 600  # seconds: communes change at imports only


@dataclass(frozen=True)
class Asked:
    """The address, read.

    Attributes:
        text: what was typed.
        point: latitude and longitude (degrees) of the device, None when not given or wrong.
        commune, department, region, intercommunality: codes given by links and widgets.
        radius_km: how far.
        wish: filters; `unknown`: those that do not exist.
        problem: sentence about a wrong position or too long a text, "" when there is none.
    """

    text: str
    point: tuple[float, float] | None
    commune: str
    department: str
    region: str
    intercommunality: str
    radius_km: int
    wish: Wish
    unknown: list[str]
    problem: str

    @classmethod
    def read(cls, query: QueryDict, default_radius: int) -> Asked:
        """Read the address; nothing in it is trusted."""
        wish, unknown = filters.read_wish(query)
        radius = filters.read_radius(query, default_radius)
        if (asked := query.get("rayon", "")) and asked != str(radius):
            unknown.append(f"rayon={asked[:60]}")
        given = any(query.get(name) for name in ("latitude", "longitude"))
        point = _point(query)
        problem = ""
        if len(query.get("ou", "")) > MOST_CHARACTERS:
            problem = _("Votre recherche dépasse %(most)s caractères : seul le début a été lu.") % {
                "most": MOST_CHARACTERS
            }
        if given and point is None:
            problem = _("La position reçue n'est pas lisible. Écrivez plutôt votre commune ou votre code postal.")
        return cls(  # type: ignore[call-arg]
            _clean(query.get("ou", ""), MOST_CHARACTERS),
            point,
            *(_clean(query.get(name, ""), 9) for name in ("commune", "departement", "region", "epci")),
            radius,
            wish,
            unknown,
            problem,
        )


def _clean(text: str, most: int) -> str:
    return " ".join(text.replace("\x00", " ").split())[:most]


def _point(query: QueryDict) -> tuple[float, float] | None:
    try:
        latitude, longitude = float(query["latitude"]), float(query["longitude"])
    except (KeyError, ValueError):
        return None
    within = isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if within else None


def where_asked(asked: Asked, request: HttpRequest, now: datetime) -> Where:
    """Return where one looks: the device's position, a code given by a link, an address, or what the text means."""
    if asked.point:
        return finder_where.at_point(*asked.point, asked.radius_km, asked.text or _("votre position"), asked.text)
    if asked.commune and (found := _of_commune(asked)):
        return found
    if asked.text:
        return _of_text(asked, request, now)
    if asked.commune:
        return Where(None, text=asked.commune)
    if asked.department or asked.region or asked.intercommunality:
        return finder_where.in_territory(
            asked.text,
            department=asked.department,
            region=asked.region,
            intercommunality=asked.intercommunality,
        )
    return Where(None)


def _of_commune(asked: Asked) -> Where | None:
    key = f"finder.commune:{_digest(asked.commune, asked.radius_km, asked.text)}"
    kept: Where | None = cache.get(key)
    if kept is None:
        kept = finder_where.in_commune(asked.commune, asked.radius_km, asked.text)
        if kept:
            cache.set(key, kept, WHERE_KEPT)
    return kept


def _of_text(asked: Asked, request: HttpRequest, now: datetime) -> Where:
    key = f"finder.where:{_digest(asked.text, asked.radius_km)}"
    if kept := cache.get(key):
        return kept
    where = _address(asked, request, now) or finder_where.understood(asked.text, asked.radius_km, now)
    if not where.by_name:
        cache.set(key, where, WHERE_KEPT)
    return where


def _address(asked: Asked, request: HttpRequest, now: datetime) -> Where | None:
    """Ask the address search, unless this network has asked too often; communes answer then."""
    if not finder_where.looks_like_an_address(asked.text):
        return None
    if not allow(f"finder.address:{network(request)}", ADDRESSES_AN_HOUR, timedelta(hours=1), now):
        return None
    found = [one for one in addresses.find(asked.text) if one.score >= GOOD_ADDRESS]
    if not found:
        return None
    best = found[0]
    return finder_where.at_point(best.latitude, best.longitude, asked.radius_km, best.label, asked.text)


def counted(here: Here, wish: Wish, now: datetime, zone: ZoneInfo) -> Counts:
    """Return the counts of a wish, kept as searches are: many look from the same town."""
    key = f"finder.counts:{_digest(asdict(here), asdict(wish))}"
    kept = cache.get(key)
    if kept is None:
        kept = count_places(here, wish, now, zone=zone)
        cache.set(key, kept, until_mark(now))
    return kept


def _digest(*parts: object) -> str:
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:32]
