"""Where one looks, from what was typed: a commune, a postcode, a département, an address found, or a place's name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from conum.commons.territories.models import Commune, Department, Intercommunality, Region
from conum.commons.territories.queries import department_names, nearest_communes, search_communes, time_zone
from conum.domains.places.queries.finder import Near, nearest_places
from conum.domains.places.queries.finder_wish import PARIS, Here, Wish
from conum.kernel.reading import Reading

OTHERS = 5
NAMED = 5
LIKE_ENOUGH = 0.75  # of a place's name: from here, what was typed is rather a place than a misspelt commune
STREET = re.compile(
    r"^\s*\d{1,4}\s*(?:bis|ter)?\s*,?\s+\D{3}|\b(?:rue|avenue|av|boulevard|bd|place|chemin|impasse|allees?|quai|route|"
    r"cours|square|esplanade|faubourg|passage|ruelle|sentier|lotissement|hameau|lieu-dit)\b",
    re.IGNORECASE,
)
LIKENESS = """
SELECT max(word_similarity(territories_fold(%(text)s), territories_fold(name))) FROM places_place
WHERE visible AND closed_on IS NULL AND merged_into_id IS NULL AND territories_fold(%(text)s) <%% territories_fold(name)
"""
IN_FORCE = Reading(
    """FROM territories_commune c JOIN territories_department d ON d.code = c.department_id
    WHERE c.code = %s AND c.closed_on IS NULL""",
    c=Commune,
    d=Department,
)


@dataclass(frozen=True)
class Where:
    """Where one looks, and how sure that is.

    Attributes:
        here: None when nothing was understood.
        label: what it is called: « Limoges (87000) », « 12 rue … », « Creuse ».
        text: what was typed.
        commune: the commune meant, when there is one.
        guessed: nothing is called as typed; this is what resembles most.
        others: communes that may be meant as well.
        by_name: `label` is part of a place's name.
        zone: clock of the territory.
    """

    here: Here | None
    label: str = ""
    text: str = ""
    commune: Commune | None = None
    guessed: bool = False
    others: tuple[Commune, ...] = field(default=())
    by_name: bool = False
    zone: ZoneInfo = PARIS


def looks_like_an_address(text: str) -> bool:
    """Tell whether a text is worth asking the address search: a number and a word, or the name of a way."""
    return bool(STREET.search(_bare(text))) and any(letter.isalpha() for letter in text)


def at_point(latitude: float, longitude: float, radius_km: int, label: str, text: str = "") -> Where:
    """Return the neighbourhood of a point (degrees), on the clock of the nearest commune."""
    near = nearest_communes(latitude, longitude, limit=1)
    clock = time_zone(near[0]) if near else PARIS
    return Where(Here(latitude, longitude, radius_km), label, text, near[0] if near else None, zone=clock)


def in_commune(code: str, radius_km: int, text: str = "") -> Where | None:
    """Return the neighbourhood of a commune by its INSEE code; None when it has no point."""
    for commune, department in IN_FORCE(code):
        commune.department = department
        return _around(commune, radius_km, text or commune.label) if commune.latitude is not None else None
    return None


def in_territory(text: str, *, department: str = "", region: str = "", intercommunality: str = "") -> Where:
    """Return a whole territory by its code, whatever the text; nothing when the code is nobody's."""
    given: dict[Any, str] = {Department: department, Region: region, Intercommunality: intercommunality}
    found = {kind: kind.objects.filter(pk=code).first() for kind, code in given.items() if code}
    if missing := [given[kind] for kind, row in found.items() if row is None]:
        return Where(None, text=missing[0])
    here = Here(department=department, region=region, intercommunality=intercommunality)
    clock = found[Department].timezone if department else "Europe/Paris"
    names = ", ".join(row.name for row in found.values())
    return Where(here, names or text, text, zone=ZoneInfo(clock or "Europe/Paris"))


def understood(text: str, radius_km: int, now: datetime) -> Where:
    """Return what a text means, most certain first: a commune, a département, a place's name, a near commune."""
    communes = [commune for commune in search_communes(text, limit=OTHERS + 1) if commune.latitude is not None]
    exact = [commune for commune in communes if commune.exact]
    if exact:
        return _around(exact[0], radius_km, text, others=tuple(exact[1:]))
    if department := department_named(text):
        return in_territory(text, department=department)
    if _likeness(text) >= LIKE_ENOUGH or not communes:
        return Where(Here(), text, text, by_name=True) if named_like(text, now) else Where(None, text, text)
    return _around(communes[0], radius_km, text, guessed=True, others=tuple(communes[1:]))


def department_named(text: str) -> str:
    """Return the code of the département that the text is the name or the code of, "" for none."""
    asked = _bare(text)
    for code, name in department_names().items():
        if asked in (code.lower(), _bare(name)):
            return code
    return ""


def named_like(text: str, now: datetime, limit: int = NAMED) -> list[Near]:
    """Return the places whose name resembles a text, most alike first."""
    return nearest_places(Here(), Wish(name=text), now, limit=limit) if len(text) > 2 else []


def _likeness(text: str) -> float:
    if len(text) < 4:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(LIKENESS, {"text": text})
        return float(cursor.fetchone()[0] or 0)


def _around(
    commune: Commune, radius_km: int, text: str, *, guessed: bool = False, others: tuple[Commune, ...] = ()
) -> Where:
    here = Here(commune.latitude, commune.longitude, radius_km)
    return Where(here, commune.label, text, commune, guessed, others, zone=time_zone(commune))


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^\w\s,-]", " ", plain).replace("-", " ").split())
