"""The places nearest to a point that fit a wish: one query, answered by the GiST index on their points.

The inner query walks the index from the point outwards (`<->`) and stops at the last place of the page; what the
page says of each (its next opening, its distance) is computed for these alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from conum.commons.territories.queries import clock_of, metres_sql
from conum.domains.places.models import Place
from conum.domains.places.queries.finder_wish import PARIS, POINT, Here, Wish, around, conditions, instants, names_spans
from conum.kernel.statements import planned

PAGE = 20
COLUMNS = """p.id, p.name, p.address, p.postal_code, p.commune_name, p.commune_id, p.latitude, p.longitude, p.precision,
    p.phones, p.services, p.access_modes, p.fees, p.special_support, p.itinerance, p.accessibility_url, p.booking_url,
    p.updated_on, p.open_during, p.national_schemes, p.accepts_vouchers"""
SAID = """n.id, n.name, n.address, n.postal_code, n.commune_name, n.latitude, n.longitude, n.precision, n.phones,
    n.services, n.access_modes, n.fees, n.special_support, n.itinerance, n.accessibility_url, n.booking_url,
    n.updated_on, n.national_schemes, n.accepts_vouchers, n.open_during IS NOT NULL,
    extract(epoch FROM n.opens_at)::float8,
    extract(epoch FROM lower(tstzmultirange(tstzrange(n.opens_at, NULL)) - n.open_during))::float8,
    n.commune_id, n.distance"""  # instants as seconds: reading them as dates costs more than finding the places
COMING = "lower(p.open_during * tstzmultirange(tstzrange(%(now)s, NULL)))"
NEAREST = f"""
SELECT {SAID} FROM (
    SELECT {COLUMNS}, {COMING} AS opens_at, {{distance}} AS distance FROM places_place p
    WHERE {{where}} ORDER BY {{order}} {{page}}
) n WHERE {{within}} ORDER BY {{outer}}
"""  # noqa: S608 – columns only
FOUND = "SELECT p.id FROM places_place p WHERE {where}"
NAMED = "territories_fold(%(name)s) <%% territories_fold(p.name)"
DISTANCE = metres_sql("p.latitude", "p.longitude", "%(latitude)s", "%(longitude)s")
NEARNESS = f"{POINT} <-> ll_to_earth(%(latitude)s, %(longitude)s), p.id"


class Near(NamedTuple):
    """A place as lists show it.

    Attributes:
        latitude, longitude: degrees; None for a place never located.
        hours_known: its opening instants of the coming weeks are known.
        opens, closes: the next opening, or what is left of the one under way, in seconds since 1970; None when unknown.
        commune_code: INSEE code, by which its clock is known.
        distance_m: metres from where one looks, None without a point.
    """

    id: UUID
    name: str
    address: str
    postal_code: str
    commune_name: str
    latitude: float | None
    longitude: float | None
    precision: str
    phones: list[str]
    services: list[str]
    access_modes: list[str]
    fees: list[str]
    special_support: list[str]
    itinerance: list[str]
    accessibility_url: str
    booking_url: str
    updated_on: Any
    national_schemes: list[str]
    accepts_vouchers: bool
    hours_known: bool
    opens: float | None
    closes: float | None
    commune_code: str
    distance_m: float | None

    @property
    def opens_at(self) -> datetime | None:
        """Instant it opens next, or now when it is open."""
        return None if self.opens is None else datetime.fromtimestamp(self.opens, UTC)

    @property
    def closes_at(self) -> datetime | None:
        """Instant that opening ends."""
        return None if self.closes is None else datetime.fromtimestamp(self.closes, UTC)

    @property
    def timezone(self) -> str:
        """Name of the clock people live by there."""
        return clock_of(self.commune_code)


def nearest_places(
    here: Here, wish: Wish, now: datetime, *, limit: int = PAGE, offset: int = 0, zone: ZoneInfo = PARIS
) -> list[Near]:
    """Return the places that fit, nearest first; by commune then name when `here` has no point.

    Args:
        here: where one looks.
        wish: filters.
        now: instant that "open now" and the next opening are told for.
        limit, offset: rows of the page, and rows before it.
        zone: clock of the territory, for weekends and evenings.
    """
    statement, parameters = nearest_statement(here, wish, now, limit=limit, offset=offset, zone=zone)
    return [Near._make(row) for row in planned(statement, parameters)]


def places_found(here: Here, wish: Wish, now: datetime, *, zone: ZoneInfo = PARIS) -> QuerySet[Place]:
    """Return all the places that fit, by identifier: those of the list, for a file of them."""
    where, given = around(here)
    parts = [where]
    for _group, sql, more in conditions(wish, now):
        parts.append(sql)
        given |= more
    if wish.name:
        parts.append(NAMED)
        given["name"] = wish.name
    found = planned(FOUND.format(where=" AND ".join(parts)), given | instants(now, zone))
    return Place.objects.filter(pk__in=[key for (key,) in found]).order_by("pk")


def nearest_statement(
    here: Here, wish: Wish, now: datetime, *, limit: int = PAGE, offset: int = 0, zone: ZoneInfo = PARIS
) -> tuple[str, dict[str, Any]]:
    """Return the one query and its parameters (a test reads its plan)."""
    where, given = around(here, exactly=False)
    parts = [where]
    for _group, sql, more in conditions(wish, now):
        parts.append(sql)
        given |= more
    if wish.name:
        parts.append(NAMED)
        given["name"] = wish.name
    given |= instants(now, zone, spans=names_spans(wish)) | {"offset": offset}
    written = {"where": " AND ".join(parts), "page": _page(limit, offset)}
    if here.latitude is None:
        order, outer = _without_point(wish)
        return NEAREST.format(order=order, outer=outer, distance="NULL::float", within="TRUE", **written), given
    cut = "n.distance <= %(metres)s"  # the farthest come last: cut after the page
    return NEAREST.format(order=NEARNESS, outer="n.distance, n.id", distance=DISTANCE, within=cut, **written), given


def _page(limit: int, offset: int) -> str:
    """How many rows are wanted, in the text itself: the server plans for twenty, not for a share of the country."""
    return f"LIMIT {limit:d}" + (" OFFSET %(offset)s" if offset else "")


def _without_point(wish: Wish) -> tuple[str, str]:
    if wish.name:
        likeness = "word_similarity(territories_fold(%(name)s), territories_fold({}.name)) DESC, {}.id"
        return likeness.format("p", "p"), likeness.format("n", "n")
    return "p.commune_name, p.name, p.id", "n.commune_name, n.name, n.id"
