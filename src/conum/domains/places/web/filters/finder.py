"""The finder's filters: read from the address, written back to it, shown with their counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from conum.domains.places.models import LISTS as ENUMERATIONS
from conum.domains.places.queries import finder_wish as wishes
from conum.domains.places.queries.finder_counts import Counts
from conum.domains.places.queries.finder_wish import Wish
from conum.domains.places.web.views.finder_easy import EASY_TITLES, easy_label

RADII = (5, 10, 20, 50, 100)  # km
TITLES = {
    wishes.OPEN: gettext_lazy("Ouvert"),
    wishes.YES: gettext_lazy("Avec"),
    "services": gettext_lazy("Ce qu'on y fait"),
    "target_audiences": gettext_lazy("Pour qui"),
    "special_support": gettext_lazy("Besoins particuliers"),
    "fees": gettext_lazy("Prix"),
    "access_modes": gettext_lazy("Comment y aller"),
    "support_modes": gettext_lazy("Façon d'être aidé"),
    "itinerance": gettext_lazy("Lieu fixe ou itinérant"),
    "national_schemes": gettext_lazy("Programme national"),
    "labels": gettext_lazy("Formation ou label"),
    "typologies": gettext_lazy("Type de lieu"),
    wishes.ZONES: gettext_lazy("Quartiers et zones"),
    wishes.SOURCES: gettext_lazy("Source des données"),
}
NAMES = {
    wishes.OPEN: "ouvert", wishes.YES: "avec", "services": "service", "target_audiences": "public",
    "special_support": "besoin", "fees": "prix", "access_modes": "acces", "support_modes": "aide",
    "itinerance": "itinerance", "national_schemes": "programme", "labels": "label", "typologies": "type",
    wishes.ZONES: "zone", wishes.SOURCES: "source",
}  # fmt: skip
"""Group → its name in the address."""
WORDS = {
    wishes.NOW: gettext_lazy("Ouvert maintenant"),
    wishes.WEEKEND: gettext_lazy("Ouvert le week-end"),
    wishes.EVENING: gettext_lazy("Ouvert le soir (après 18 h)"),
    wishes.BOOKABLE: gettext_lazy("Rendez-vous en ligne"),
    wishes.VOUCHERS: gettext_lazy("Pass numérique accepté"),
    wishes.COORDINATOR: gettext_lazy("Coordinateur présent"),
    wishes.QPV: gettext_lazy("Commune avec un quartier prioritaire (QPV)"),
    wishes.FRR: gettext_lazy("Zone rurale (France Ruralités Revitalisation)"),
}
VALUES = {
    wishes.OPEN: {"maintenant": wishes.NOW, "week-end": wishes.WEEKEND, "soir": wishes.EVENING},
    wishes.YES: {"rdv": wishes.BOOKABLE, "pass": wishes.VOUCHERS, "coordinateur": wishes.COORDINATOR},
    wishes.ZONES: {"qpv": wishes.QPV, "frr": wishes.FRR},
}
"""Groups whose values are written in French in the address."""
RANKS = {group: {value: rank for rank, value in enumerate(kind.values)} for group, kind in ENUMERATIONS.items()}
"""Group → code → its rank in the official list."""
CHIPS = (wishes.OPEN, wishes.YES)
PANEL = tuple(group for group in TITLES if group not in CHIPS)
EASY_PANEL = ("services", "target_audiences", "special_support")
LONGEST_SOURCE = 255


@dataclass(frozen=True)
class Option:
    """A value one may tick: its text in the address, its words, how many places it would give."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Group:
    """A filter as shown: its name in the address and its options."""

    name: str
    title: str
    options: tuple[Option, ...]

    @property
    def active(self) -> int:
        """How many options are ticked."""
        return sum(option.checked for option in self.options)


def read_wish(query: QueryDict) -> tuple[Wish, list[str]]:
    """Return the filters the address names, and what it names that does not exist (« service=x »)."""
    chosen, unknown = {}, []
    for group, name in NAMES.items():
        good = []
        for text in dict.fromkeys(query.getlist(name)):
            value = _read(group, text)
            if value is not None:
                good.append(value)
            elif text:
                unknown.append(f"{name}={text[:60]}")
        if good:
            chosen[group] = tuple(good)
    return Wish(chosen), unknown


def _read(group: str, text: str) -> str | None:
    if group in VALUES:
        return VALUES[group].get(text)
    if group == wishes.SOURCES:
        return text if 0 < len(text) <= LONGEST_SOURCE and "\x00" not in text else None
    return text if text in ENUMERATIONS[group].values else None


def read_radius(query: QueryDict, default: int) -> int:
    """Return the radius asked, in km, the default when it is not one of those offered."""
    text = query.get("rayon", "")
    return int(text) if text.isascii() and text.isdecimal() and int(text) in RADII else default


def written(group: str, value: str) -> str:
    """Return a value as the address writes it."""
    return next((text for text, code in VALUES.get(group, {}).items() if code == value), value)


def words(group: str, value: str, easy: bool = False) -> str:
    """Return a value as people read it."""
    return value if group == wishes.SOURCES else _words(group, value, easy, get_language() or "fr")


@lru_cache(maxsize=2048)
def _words(group: str, value: str, easy: bool, language: str) -> str:
    if easy and (label := easy_label(group, value)):
        return label
    return str(WORDS[value] if group in VALUES else ENUMERATIONS[group](value).label)


def groups(wish: Wish, counts: Counts, names: tuple[str, ...] = PANEL, easy: bool = False) -> list[Group]:
    """Return the filters with what is there to choose: values that would give places, and those ticked."""
    shown = [_group(name, wish.chosen.get(name, ()), counts.of.get(name, {}), easy) for name in names]
    return [group for group in shown if group.options]


def _group(group: str, ticked: tuple[str, ...], counted: dict[str, int], easy: bool) -> Group:
    if group in VALUES:
        order = [*VALUES[group].values()]
    else:
        there = {*counted, *ticked}
        order = sorted(there) if group == wishes.SOURCES else sorted(there & RANKS[group].keys(), key=RANKS[group].get)
    options = [
        Option(written(group, value), words(group, value, easy), counted.get(value, 0), value in ticked)
        for value in order
        if counted.get(value) or value in ticked
    ]
    title = str(EASY_TITLES.get(group, TITLES[group]) if easy else TITLES[group])
    return Group(NAMES[group], title, tuple(options))


@dataclass(frozen=True)
class Active:
    """A filter in force and the address of the list without it."""

    words: str
    href: str


def active(query: QueryDict, wish: Wish, easy: bool = False) -> list[Active]:
    """Return the filters in force, each with the way to take it off."""
    return [
        Active(words(group, value, easy), f"?{without(query, NAMES[group], written(group, value))}")
        for group, value in _pairs(wish)
    ]


def _pairs(wish: Wish) -> Iterator[tuple[str, str]]:
    for group, values in wish.chosen.items():
        for value in values:
            yield group, value


def without(query: QueryDict, name: str, value: str) -> str:
    """Return the query string without a value, back to the first page."""
    left = query.copy()
    left.setlist(name, [one for one in left.getlist(name) if one != value])
    for passing in ("page", "partie"):
        left.pop(passing, None)
    return left.urlencode()


def unfiltered(query: QueryDict) -> str:
    """Return the query string that keeps where one looks and drops every filter."""
    left = query.copy()
    for name in (*NAMES.values(), "page", "partie"):
        left.pop(name, None)
    return left.urlencode()


def changed(query: QueryDict, **changes: Any) -> str:
    """Return the query string with changes, back to the first page; an empty value drops a name."""
    left = query.copy()
    left.pop("page", None)
    left.pop("partie", None)
    for name, value in changes.items():
        left.pop(name, None)
        if value not in (None, ""):
            left[name] = str(value)
    return left.urlencode()


def refusal(unknown: list[str]) -> str:
    """Return the sentence that says which filters of the address do not exist, "" when all do."""
    if not unknown:
        return ""
    return _("Ce filtre n'existe pas et n'a pas été appliqué : %(names)s.") % {"names": ", ".join(unknown[:5])}
