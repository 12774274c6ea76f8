"""The communes as the reading of files needs them: in memory, once for a whole file."""

from __future__ import annotations

from conum.commons.territories.enums import TermKind
from conum.commons.territories.models import Commune, CommuneChange, CommuneTerm
from conum.domains.places.rules.communes import CommuneIndex, Town

FIELDS = ("code", "name", "department_id", "postcodes", "population", "latitude", "longitude")


def commune_index() -> CommuneIndex:
    """Return the communes of today by code, name (former names and districts included) and postcode."""
    rows = Commune.objects.filter(closed_on=None).order_by().values_list(*FIELDS)
    towns = {
        code: Town(code, name, department, tuple(postcodes), population or 0, latitude, longitude)
        for code, name, department, postcodes, population, latitude, longitude in rows.iterator(chunk_size=5000)
    }
    changes = CommuneChange.objects.order_by("effective_on").values_list("old_code", "commune")
    terms = CommuneTerm.objects.exclude(kind=TermKind.POSTCODE).order_by().values_list("commune", "term")
    return CommuneIndex(towns, {old: new for old, new in changes if new in towns}).learn(
        (code, term) for code, term in terms.iterator(chunk_size=10_000) if code in towns
    )
