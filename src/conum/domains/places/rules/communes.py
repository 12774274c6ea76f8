"""Which commune a row means: its INSEE code, its name and its postcode have to agree (sheet 05 section 1.1)."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext_noop
from rapidfuzz import fuzz

from conum.domains.places.rules.findings import Finding, noticed, refused

LIKE = 80  # of 100: below, two names are two communes
CLOSE_DEGREES = 0.2  # about 20 km: the largest communes
FAR_DEGREES = 0.5  # around the box of a département: about 50 km

NO_SUCH_CODE = gettext_noop("Aucune commune n’a ce code INSEE.")
FORMER_CODE = gettext_noop("Ce code est celui d’une ancienne commune ou d’un arrondissement : aujourd’hui %(name)s.")
DISAGREE = gettext_noop("Le code INSEE %(code)s est celui de %(name)s.")
NAME_READ = gettext_noop("Ce nom a été lu comme %(name)s.")
NOT_FOUND = gettext_noop("Aucune commune de ce nom n’a le code postal %(postcode)s.")
OTHER_POSTCODE = gettext_noop("Ce code postal n’est pas de ceux de %(name)s.")
OTHER_DEPARTMENT = gettext_noop("Ce code postal n’est pas dans le département de %(name)s.")
FAR = gettext_noop("Ce point est loin de %(name)s : laissé de côté.")
HALF = gettext_noop("Il faut la latitude et la longitude, ou aucune : laissé de côté.")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return a name as `territories_fold` does: no accent, no case, no punctuation, St written Saint."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", bare)
    return re.sub(r"\bste\b", "sainte", re.sub(r"\bst\b", "saint", words)).strip()


@dataclass(frozen=True, slots=True)
class Town:
    """What is needed of a commune."""

    code: str
    name: str
    department: str
    postcodes: tuple[str, ...]
    population: int
    latitude: float | None
    longitude: float | None


@dataclass
class CommuneIndex:
    """The communes of today by code, name and postcode; `former`: old code → code of today.

    Built once for a file, from plain rows.
    """

    towns: dict[str, Town]
    former: dict[str, str]
    terms: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # folded name → codes
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # code → folded names
    by_postcode: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    boxes: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)

    def learn(self, terms: Iterable[tuple[str, str]]) -> CommuneIndex:
        """Fill the indexes; `terms` are (commune code, folded name), former names and districts included."""
        for code, term in terms:
            self.terms[term].append(code)
            self.names[code].append(term)
        points = defaultdict(list)
        for town in self.towns.values():
            for postcode in town.postcodes:
                self.by_postcode[postcode].append(town.code)
            if town.latitude is not None and town.longitude is not None:
                points[town.department].append((town.latitude, town.longitude))
        self.boxes = {department: _box(found) for department, found in points.items()}
        return self

    def find(
        self, name: str, postcode: str, insee: str, point: tuple[float, float] | None = None
    ) -> tuple[Town | None, tuple[Finding, ...]]:
        """Return the commune and what was found; no commune when the row is refused.

        Args:
            name, postcode, insee: the cells; `insee` may be empty.
            point: latitude and longitude in degrees, which settle between communes when the name does not.
        """
        town, findings = self._by_code(name, insee) if insee else self._by_name(name, postcode, point)
        if town is not None and postcode not in town.postcodes:
            confirmed = self._closest([town.code], point) is town
            findings += self._postcode(town, postcode, confirmed=confirmed)
        refuses = any(finding.refuses for finding in findings)
        return None if refuses else town, findings

    def _by_code(self, name: str, insee: str) -> tuple[Town | None, tuple[Finding, ...]]:
        town = self.towns.get(insee)
        findings: tuple[Finding, ...] = ()
        if town is None and insee in self.former:
            town = self.towns[self.former[insee]]
            findings = (noticed("code_insee", insee, "v1.0.2", FORMER_CODE, kept=town.code, name=town.name),)
        if town is None:
            return None, (refused("code_insee", insee, "v1.0.2", NO_SUCH_CODE),)
        if self.likeness(name, town.code) < LIKE:
            words = {"code": insee, "name": town.name}
            return None, (refused("commune", name, "v1.0.2", DISAGREE, nearest=town.name, **words),)
        return town, findings

    def _by_name(
        self, name: str, postcode: str, point: tuple[float, float] | None
    ) -> tuple[Town | None, tuple[Finding, ...]]:
        near, wanted = self.by_postcode.get(postcode, []), bare_name(name)
        exact = [code for code in near if wanted in self.names[code]]
        if not exact and wanted in self.terms:
            home = _department(postcode)
            exact = [code for code in self.terms[wanted] if self.towns[code].department == home]
        if exact:
            return self.towns[max(exact, key=self._population)], ()
        town = self._likely(name, near) or self._closest([*near, *self.terms.get(wanted, [])], point)
        if town is None and len(near) == 1:
            town = self.towns[near[0]]
        if town is None:
            guess = max(near, key=lambda code: self.likeness(name, code), default="")
            nearest = self.towns[guess].name if guess else ""
            return None, (refused("commune", name, "v1.0.2", NOT_FOUND, nearest=nearest, postcode=postcode),)
        return town, (noticed("commune", name, "v1.0.2", NAME_READ, kept=town.name, name=town.name),)

    def _likely(self, name: str, near: list[str]) -> Town | None:
        """Return the commune of a postcode whose name looks like this one, or begins so."""
        likely = max(near, key=lambda code: (self.likeness(name, code), self._population(code)), default="")
        if likely and self.likeness(name, likely) >= LIKE:
            return self.towns[likely]
        wanted = bare_name(name)
        longer = [code for code in near if any(f"{known} ".startswith(f"{wanted} ") for known in self.names[code])]
        return self.towns[longer[0]] if len(longer) == 1 else None

    def _closest(self, codes: list[str], point: tuple[float, float] | None) -> Town | None:
        """Return the commune whose centre is closest to a point, within `CLOSE_DEGREES`."""
        towns = [self.towns[code] for code in codes if self.towns[code].latitude is not None]
        if point is None or not towns:
            return None
        town = min(towns, key=lambda one: _degrees(one, point))
        return town if _degrees(town, point) <= CLOSE_DEGREES else None

    def _postcode(self, town: Town, postcode: str, *, confirmed: bool) -> tuple[Finding, ...]:
        """Return what is wrong with a postcode; another département is refused unless the point confirms the name."""
        known = town.postcodes[0] if town.postcodes else ""
        if confirmed or _department(postcode) in (town.department, _department(known)):
            return (noticed("code_postal", postcode, "v1.0.2", OTHER_POSTCODE, kept=postcode, name=town.name),)
        return (refused("code_postal", postcode, "v1.0.2", OTHER_DEPARTMENT, nearest=known, name=town.name),)

    def _population(self, code: str) -> int:
        return self.towns[code].population

    def likeness(self, name: str, code: str) -> float:
        """Return how much a name looks like those of a commune, from 0 to 100."""
        wanted = bare_name(name)
        return max((fuzz.token_sort_ratio(wanted, known) for known in self.names[code]), default=0.0)

    def point(self, town: Town, latitude: float | None, longitude: float | None) -> tuple[Finding, ...]:
        """Return what is wrong with a point; nothing when it may be kept (PLA-04)."""
        if latitude is None and longitude is None:
            return ()
        if latitude is None or longitude is None:
            column = "longitude" if longitude is None else "latitude"
            return (noticed(column, "", "PLA-04", HALF),)
        box = self.boxes.get(town.department)
        if box is None or box[0] <= latitude <= box[1] and box[2] <= longitude <= box[3]:
            return ()
        return (noticed("latitude", f"{latitude} {longitude}", "PLA-04", FAR, name=town.name),)


@lru_cache(maxsize=16384)
def bare_name(name: str) -> str:
    """Return a folded name without « cedex », département or district number: `MARSEILLE 11` → `marseille`."""
    return re.sub(r"\b(?:cedex(?: \d+)?|\d+(?:er?|e|eme)?|arrondissement)\b", " ", fold(name)).strip() or fold(name)


def _degrees(town: Town, point: tuple[float, float]) -> float:
    latitude, longitude = town.latitude or 0.0, town.longitude or 0.0
    return math.hypot(latitude - point[0], (longitude - point[1]) * math.cos(math.radians(latitude)))


def _department(postcode: str) -> str:
    if postcode.startswith(("97", "98")):
        return postcode[:3]
    if postcode.startswith("20"):
        return "2A" if postcode < "20200" else "2B"
    return postcode[:2]


def _box(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    latitudes, longitudes = [point[0] for point in points], [point[1] for point in points]
    wide = FAR_DEGREES / max(math.cos(math.radians(latitudes[0])), 0.1)
    return (
        min(latitudes) - FAR_DEGREES,
        max(latitudes) + FAR_DEGREES,
        min(longitudes) - wide,
        max(longitudes) + wide,
    )
