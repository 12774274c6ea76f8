"""Checking that no line was changed, removed or added behind the journal's back (design 05, promise 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conum.commons.journal.enums import Fault
from conum.commons.journal.models import JournalEntry, JournalHead
from conum.commons.journal.rules import HASHED, digest


@dataclass(frozen=True)
class Mark:
    """A point of a chain: family, rank, hash. Published heads are marks."""

    family: str
    position: int
    hash: str


@dataclass(frozen=True)
class Flaw:
    """The first line of a family that does not fit."""

    family: str
    position: int
    fault: Fault


def verify(published: Iterable[Mark] = ()) -> list[Flaw]:
    """Read every chain from its beginning and return the first flaw of each that has one.

    Args:
        published: heads noted earlier, which must still be on the chain at the same rank.
    """
    expected: dict[str, dict[int, str]] = {}
    for mark in published:
        expected.setdefault(mark.family, {})[mark.position] = mark.hash
    stored = {head.family: head for head in JournalHead.objects.all()}
    families = (
        set(stored) | set(expected) | set(JournalEntry.objects.order_by().values_list("family", flat=True).distinct())
    )
    flaws = (_first_flaw(family, stored.get(family), expected.get(family, {})) for family in sorted(families))
    return [flaw for flaw in flaws if flaw]


def _first_flaw(family: str, head: JournalHead | None, expected: dict[int, str]) -> Flaw | None:
    """Lines written meanwhile are no flaw: the head is read before and again after."""
    position, last = 0, ""
    marks = {**({head.position: head.hash} if head and head.position else {}), **expected}
    for line in _lines(family):
        fault = _fault(line, position, last, expected)
        if fault is None and marks.get(line["position"], line["hash"]) != line["hash"]:
            fault = Fault.HEAD
        if fault:
            return Flaw(family, int(line["position"]), fault)
        position, last = line["position"], line["hash"]
    if any(rank > position for rank in marks):
        return Flaw(family, position + 1, Fault.CUT)
    now = JournalHead.objects.filter(family=family).first()
    return Flaw(family, position, Fault.HEAD) if now is None or now.position < position else None


def _fault(line: dict, position: int, last: str, expected: dict[int, str]) -> Fault | None:  # type: ignore[type-arg]
    if line["position"] != position + 1:
        return Fault.MISSING
    if digest(line) != line["hash"]:
        return Fault.ALTERED
    if line["previous_hash"] != last:
        return Fault.UNLINKED
    if expected.get(line["position"], line["hash"]) != line["hash"]:
        return Fault.PUBLISHED
    return None


def _lines(family: str) -> Iterator[dict]:  # type: ignore[type-arg]
    rows = JournalEntry.objects.filter(family=family).order_by("position").values(*HASHED, "hash")
    return rows.iterator(chunk_size=5000)
