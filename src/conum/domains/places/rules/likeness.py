"""Names and streets made comparable, so that two ways of writing the same one are equal (PLA-31)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from conum.domains.places.rules.communes import fold

EMPTY_WORDS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"])
WAYS = {
    "all": "allee", "allees": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard",
    "bvd": "boulevard", "ch": "chemin", "che": "chemin", "chem": "chemin", "crs": "cours", "espl": "esplanade",
    "fbg": "faubourg", "fg": "faubourg", "imp": "impasse", "lot": "lotissement", "pl": "place", "qu": "quai",
    "r": "rue", "rte": "route", "rt": "route", "sq": "square", "zi": "zone industrielle", "za": "zone artisanale",
}  # fmt: skip
TITLES = {
    "dr": "docteur",
    "gal": "general",
    "gen": "general",
    "mal": "marechal",
    "pdt": "president",
    "pr": "professeur",
}
NUMBER = re.compile(r"^(\d+)\s*(bis|ter|quater|[a-e])?\b")
# Addresses that say nothing of who answers: everybody may have one.
EVERYBODY = frozenset(
    [
        "gmail.com", "orange.fr", "wanadoo.fr", "laposte.net", "free.fr", "sfr.fr", "hotmail.com", "hotmail.fr",
        "outlook.com", "outlook.fr", "yahoo.fr", "yahoo.com", "bbox.fr", "neuf.fr", "live.fr", "aol.com", "icloud.com",
        "proton.me", "protonmail.com", "numericable.fr",
    ]
)  # fmt: skip
PART = 0.8  # a name that is the whole of a longer one is a good sign, never a proof
OTHER_NUMBER = 0.5  # « Espace 1 » and « Espace 2 » are two
NO_NUMBER = 0.9  # one of the two addresses does not say the number


class Street(NamedTuple):
    """The key of an address: number with its index, and the words of the way in their order."""

    number: str
    way: str


@lru_cache(maxsize=65_536)
def name_key(name: str, commune: str) -> str:
    """Return the words of a name that tell it from others: no accent, no empty word, not the commune's name."""
    words = [word for word in fold(name).split() if word not in EMPTY_WORDS]
    town = frozenset(fold(commune).split())
    return " ".join(word for word in words if word not in town) or " ".join(words)


@lru_cache(maxsize=65_536)
def street_key(address: str) -> Street:
    """Return the key of the street part of an address, its abbreviations written in full."""
    text = fold(address)
    found = NUMBER.match(text)
    number = "".join(part for part in found.groups() if part) if found else ""
    words = (text[found.end() :] if found else text).split()
    full = [TITLES.get(word, word) for word in (WAYS.get(word, word) for word in words)]
    return Street(number, " ".join(word for word in full if word not in EMPTY_WORDS))


def name_likeness(one: str, other: str) -> float:
    """Return from 0 to 1 how alike two keys of names are."""
    left, right = frozenset(one.split()), frozenset(other.split())
    alike = max(_alike(one, other), PART if left <= right or right <= left else 0)
    return min(alike, OTHER_NUMBER) if _numbers(left) != _numbers(right) else alike


def street_likeness(one: Street, other: Street) -> float:
    """Return from 0 to 1 how alike two addresses of one commune are; another number is another door."""
    if not one.way and not other.way:
        return float(one.number == other.number)
    alike = _alike(one.way, other.way)
    if one.number == other.number:
        return alike
    return alike * (OTHER_NUMBER if one.number and other.number else NO_NUMBER)


def _alike(one: str, other: str) -> float:
    """Two French texts have half of their letters in common by chance: that half is worth nothing."""
    return max(0.0, fuzz.token_sort_ratio(one, other) / 50 - 1)


def mail_domains(addresses: list[str]) -> frozenset[str]:
    """Return the domains of e-mail addresses, those open to everybody left out."""
    return frozenset(address.rpartition("@")[2].lower() for address in addresses) - EVERYBODY - {""}


def site_keys(websites: list[str]) -> frozenset[str]:
    """Return websites as host and path, so that `http`, `www` and a last slash make no difference."""
    return frozenset(filter(None, (_site_key(address.strip().lower()) for address in websites)))


def _site_key(address: str) -> str:
    try:
        part = urlsplit(address)
    except ValueError:  # a bracket that opens nothing: it is no address
        return ""
    return f"{part.netloc.removeprefix('www.')}{part.path.rstrip('/')}" if part.netloc else ""


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdecimal())
