"""Search of communes by name or postcode: accents, case, hyphens, St/Saint and small typing errors forgiven.

Each question is answered by an index: postcode, beginning of a name, then (only when these give too little)
resemblance by trigrams of a part of the name, and at last of the whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from conum.commons.territories.models import Commune

CEDEX = re.compile(r"\bcedex(?:\s+\d{1,2})?\b", re.IGNORECASE)
NUMBER = re.compile(r"(?<!\w)(?:\d{2,5}|2[ab](?:\d{3})?)(?!\w)", re.IGNORECASE)
# One commune in eight is a Saint: the word says too little to look for names that contain it.
SAINT = re.compile(r"\b(?:sainte?|ste?)\b", re.IGNORECASE)
MOST_CHARACTERS = 80
FEW = 3  # names that begin as typed: with fewer, those that resemble are added
# Ranks: what was typed is the name; a former name or a district; the name begins so; a former name begins so.
PREFIX = """
SELECT commune_id, min(CASE WHEN term = territories_fold(%(name)s) THEN 0 ELSE 2 END
    + CASE kind WHEN 'name' THEN 0 ELSE 1 END) AS rank, max(weight) AS weight
FROM territories_communeterm
WHERE term LIKE territories_fold(%(name)s) || %(rest)s AND kind <> 'postcode' AND commune_id LIKE %(department)s
GROUP BY commune_id ORDER BY rank, weight DESC, commune_id LIMIT %(limit)s
"""
# The population breaks near ties: of two names that resemble as much, the town is meant more often.
LIKENESS = """
SELECT commune_id, 4 AS rank, max(greatest(similarity(term, territories_fold(%(name)s)),
    word_similarity(territories_fold(%(name)s), term)) + 0.03 * log(weight + 1)) AS weight
FROM territories_communeterm
WHERE term {operator} territories_fold(%(name)s) AND kind <> 'postcode' AND commune_id LIKE %(department)s
GROUP BY commune_id ORDER BY weight DESC, commune_id LIMIT %(limit)s
"""
WORDS = LIKENESS.format(operator="%%>")  # part of the name resembles: « yrieix », « gaillarde »
WHOLE = LIKENESS.format(operator="%%")  # the whole name resembles, more loosely: « limgoes »
POSTCODE = """
SELECT commune_id, CASE WHEN bool_or(term = %(postcode)s) THEN 0 ELSE 2 END AS rank, max(weight) AS weight
FROM territories_communeterm WHERE term LIKE %(postcode)s || '%%' AND kind = 'postcode'
GROUP BY commune_id ORDER BY rank, weight DESC, commune_id LIMIT %(limit)s
"""
# A postcode and a name: the communes of the postcode whose name is, begins or resembles what was typed.
BOTH = """
SELECT code AS commune_id, CASE WHEN exact THEN 0 ELSE 2 END AS rank, likeness AS weight FROM (
    SELECT commune_id AS code, bool_or(names.term = territories_fold(%(name)s)) AS exact,
        max(greatest(similarity(names.term, territories_fold(%(name)s)),
            word_similarity(territories_fold(%(name)s), names.term))) AS likeness
    FROM territories_communeterm AS codes JOIN territories_communeterm AS names USING (commune_id)
    WHERE codes.term = %(postcode)s AND codes.kind = 'postcode' AND names.kind <> 'postcode'
    GROUP BY commune_id
) AS named WHERE exact OR likeness > 0.3 ORDER BY rank, weight DESC, code LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Asked:
    """What the text says: a name, a postcode (or its beginning), a département."""

    name: str
    postcode: str = ""
    department: str = ""
    cedex: bool = False

    @classmethod
    def read(cls, text: str) -> Asked:
        """Take « 87000 Limoges », « Limoges (87) », « 87031 LIMOGES CEDEX 1 » apart."""
        text = text[:MOST_CHARACTERS].replace("\x00", " ")
        without, cedex = CEDEX.subn(" ", text)
        number = NUMBER.search(without)
        name = " ".join(re.findall(r"\w+", NUMBER.sub(" ", without, count=1)))
        code = number.group().upper() if number else ""
        if not name:
            return cls("", postcode=code)
        if len(code) == 5:
            return cls(name, postcode=code, cedex=bool(cedex))
        return cls(name, department=code if 2 <= len(code) <= 3 else "")


@dataclass(frozen=True)
class Resolution:
    """The commune a text means, or those it may mean when that is not certain."""

    commune: Commune | None
    candidates: tuple[Commune, ...] = ()


def search_communes(text: str, limit: int = 10) -> list[Commune]:
    """Return the communes that a name, a postcode or both may mean, most exact first, then most inhabited.

    Each has `exact`: True when the text names it fully (name, former name, district or whole postcode).

    Args:
        text: as typed; beyond 80 characters it is cut.
        limit: how many at most.
    """
    asked = Asked.read(text)
    if not asked.name:
        return _postcodes(asked.postcode, limit)
    found: dict[str, bool] = {}
    if asked.postcode:
        found |= _ranked(BOTH, asked, limit)
    if not found:
        found |= _named(asked, limit)
        if asked.postcode:
            found = {code: exact and _fits(asked, code) for code, exact in found.items()}
    return _communes(found, limit)


def resolve_commune(text: str) -> Resolution:
    """Return the one commune a text names fully, or the candidates to choose from (perhaps none)."""
    found = search_communes(text, limit=8)
    exact = [commune for commune in found if commune.exact]
    if len(exact) == 1:
        return Resolution(exact[0])
    return Resolution(None, tuple(exact or found))


def _postcodes(postcode: str, limit: int) -> list[Commune]:
    """The communes of a postcode or of its beginning; five digits that are none are read as an INSEE code."""
    if len(postcode) < 2:
        return []
    found = _ranked(POSTCODE, Asked("", postcode), limit)
    if not found and Commune.objects.filter(pk=postcode, closed_on=None).exists():
        found = {postcode: True}
    return _communes(found, limit)


def _named(asked: Asked, limit: int) -> dict[str, bool]:
    """Codes whose name fits → whether it is the very name; a name wins over the same former name."""
    rest = "%" if len(asked.name) > 1 else ""  # one letter: only the communes named so, Y in the Somme
    found = _ranked(PREFIX, asked, limit, rest=rest)
    if len(found) < FEW and len(asked.name) > 2:
        telling = replace(asked, name=SAINT.sub(" ", asked.name).strip() or asked.name)
        found |= {code: False for code in _ranked(WORDS, telling, limit) if code not in found}
    if not found and len(asked.name) > 2:
        found = _ranked(WHOLE, asked, limit)
    if not found and asked.department:
        return _named(Asked(asked.name), limit)
    return found


def _fits(asked: Asked, code: str) -> bool:
    """The number beside the name is the INSEE code, or a business postcode (CEDEX) of the same département."""
    return asked.postcode == code or (asked.cedex and asked.postcode[:2] == code[:2])


def _ranked(statement: str, asked: Asked, limit: int, rest: str = "%") -> dict[str, bool]:
    values: dict[str, Any] = {
        "name": asked.name,
        "postcode": asked.postcode,
        "department": f"{asked.department}%",
        "limit": limit,
        "rest": rest,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    best = min((rank for _, rank, _ in rows), default=0)
    return {code: rank == best < 2 for code, rank, _ in rows}


def _communes(found: dict[str, bool], limit: int) -> list[Commune]:
    """Read the communes in one query and keep the order found."""
    codes = list(found)[:limit]
    by_code = Commune.objects.select_related("department").in_bulk(codes)
    communes = [by_code[code] for code in codes]
    for commune in communes:
        commune.exact = found[commune.code]
    return communes
