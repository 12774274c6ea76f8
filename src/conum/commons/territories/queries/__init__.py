"""What the territories module answers."""

from conum.commons.territories.queries.distance import EARTH_RADIUS_M, DistanceM, Nearness, distance_m, metres_sql
from conum.commons.territories.queries.holidays import (
    SchoolHolidays,
    clock_of,
    public_holidays,
    school_holidays,
    school_zones,
    time_zone,
)
from conum.commons.territories.queries.nearest import nearest_communes
from conum.commons.territories.queries.reference import (
    Shape,
    ShapeMap,
    Source,
    communes_of,
    current_code,
    department_names,
    department_shapes,
    reference_loads,
    sources,
)
from conum.commons.territories.queries.search import Resolution, resolve_commune, search_communes
from conum.commons.territories.queries.standing import (
    ImportStatus,
    fragility_of,
    import_status,
    in_force_on,
    zones_of,
)

__all__ = [
    "EARTH_RADIUS_M",
    "ImportStatus",
    "DistanceM",
    "Nearness",
    "Resolution",
    "SchoolHolidays",
    "Shape",
    "ShapeMap",
    "Source",
    "clock_of",
    "communes_of",
    "current_code",
    "department_names",
    "department_shapes",
    "distance_m",
    "fragility_of",
    "import_status",
    "in_force_on",
    "metres_sql",
    "nearest_communes",
    "public_holidays",
    "reference_loads",
    "resolve_commune",
    "school_holidays",
    "school_zones",
    "search_communes",
    "sources",
    "time_zone",
    "zones_of",
]
