"""Places drawn for the bench: as many as asked, over the communes of France as people live there."""

from datetime import datetime, timedelta
from typing import Any

DRAWN = """
INSERT INTO places_place SELECT made.*
FROM places_place AS p CROSS JOIN
(SELECT n, 1 + floor(random() * %(people)s) AS at FROM generate_series(1, %(number)s) AS n) AS drawn
    JOIN LATERAL (SELECT * FROM bench_people b WHERE b.upto >= drawn.at ORDER BY b.upto LIMIT 1) AS home ON TRUE
    JOIN territories_commune AS c ON c.code = home.code
    JOIN LATERAL (SELECT
        CASE n %% 3 WHEN 0 THEN ARRAY['everyday_skills','safe_use'] WHEN 1 THEN ARRAY['administrative_help']
                    ELSE ARRAY['everyday_skills','employment'] END AS services,
        CASE n %% 4 WHEN 0 THEN ARRAY['paid'] ELSE ARRAY['free'] END AS fees,
        CASE n %% 2 WHEN 0 THEN ARRAY['walk_in'] ELSE ARRAY['walk_in','phone'] END AS access,
        %(open)s::text AS open) AS s ON TRUE
    CROSS JOIN LATERAL jsonb_populate_record(p, jsonb_build_object(
    'id', gen_random_uuid(), 'schema_id', 'banc-' || %(first)s + n, 'name', 'Lieu ' || %(first)s + n,
    'commune_id', c.code, 'commune_name', c.name, 'postal_code', coalesce(c.postcodes[1], '87000'),
    'address', n || ' rue du Banc', 'phones', ARRAY['+33555' || lpad((n %% 1000000)::text, 6, '0')],
    'latitude', c.latitude + (random() - 0.5) / 20, 'longitude', c.longitude + (random() - 0.5) / 20,
    'services', s.services, 'fees', s.fees, 'access_modes', s.access,
    'open_during', CASE WHEN n %% 5 < 3 THEN s.open ELSE '{}' END)) AS made
WHERE p.schema_id = 'banc-modele'
"""
PEOPLE = """
CREATE TEMPORARY TABLE bench_people AS SELECT code,
    sum(greatest(coalesce(population, 0), 1)) OVER (ORDER BY code) AS upto
FROM territories_commune WHERE latitude IS NOT NULL AND closed_on IS NULL
"""


def grow(wanted: int, now: datetime) -> None:
    """Bring the table of places to `wanted` rows, each open around `now` three times out of five."""
    from django.db import connection  # noqa: PLC0415 – the application is set up only now

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM places_place WHERE schema_id LIKE 'banc-%%'")
        present = cursor.fetchone()[0]
        opened = _open(now)
        if present - 1 > wanted or not present:
            cursor.execute("DELETE FROM places_place WHERE schema_id LIKE 'banc-%%'")
            _model(now)
            present = 1
        cursor.execute("DROP TABLE IF EXISTS bench_people")
        cursor.execute(PEOPLE)
        cursor.execute("CREATE INDEX ON bench_people (upto)")
        cursor.execute("ANALYZE bench_people")
        cursor.execute("SELECT max(upto) FROM bench_people")
        people = cursor.fetchone()[0]
        if wanted > present - 1:
            number = wanted - present + 1
            cursor.execute(DRAWN, {"first": present, "number": number, "people": people, "open": opened})
        cursor.execute("VACUUM ANALYZE places_place")


def _open(now: datetime) -> str:
    """Three weeks of mornings and afternoons, one of them under way."""
    ranges = []
    for day in range(21):
        start = now - timedelta(hours=1) + timedelta(days=day)
        ranges.append(f"[{start.isoformat()},{(start + timedelta(hours=3)).isoformat()})")
        ranges.append(f"[{(start + timedelta(hours=5)).isoformat()},{(start + timedelta(hours=8)).isoformat()})")
    return "{" + ",".join(ranges) + "}"


def _model(now: datetime) -> None:
    from conum.commons.territories.models import Commune  # noqa: PLC0415
    from conum.domains.places.models import Place  # noqa: PLC0415

    town = Commune.objects.get(pk="87085")
    Place.objects.create(
        schema_id="banc-modele", name="Modèle", commune=town, commune_name=town.name, postal_code="87000",
        address="1 rue du Banc", latitude=town.latitude, longitude=town.longitude, precision="house",
        services=["everyday_skills"], updated_on=now.date(), created_at=now, updated_at=now,
    )  # fmt: skip


def points(most: int = 400) -> list[tuple[float, float]]:
    """Return the points of the most inhabited communes and of as many others, in a fixed order."""
    from conum.commons.territories.models import Commune  # noqa: PLC0415

    located = Commune.objects.filter(latitude__isnull=False, closed_on=None)
    large = located.order_by("-population", "pk").values_list("latitude", "longitude")[: most // 2]
    others: Any = located.order_by("pk").values_list("latitude", "longitude")
    step = max(1, others.count() // (most // 2))
    return [*large, *list(others)[::step][: most // 2]]


def towns() -> list[tuple[str, int]]:
    """Return (code, population) of every located commune: how often each is looked from."""
    from conum.commons.territories.models import Commune  # noqa: PLC0415

    located = Commune.objects.filter(latitude__isnull=False, closed_on=None, population__gt=0)
    return list(located.order_by("pk").values_list("pk", "population"))
