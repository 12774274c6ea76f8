"""Finding duplicates: neighbours compared, those alike proposed to a person, the sure ones merged (PLA-30, PLA-36)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from conum.domains.places.enums import PairState
from conum.domains.places.models import DuplicatePair, Place
from conum.domains.places.operations.merging import merge_pair
from conum.domains.places.parameters import MERGE_AUTO, MERGE_RADIUS, MERGE_REVIEW
from conum.domains.places.queries.duplicate_candidates import Candidate, candidates
from conum.domains.places.queries.duplicates import kept_first
from conum.domains.places.rules import duplicates as rules
from conum.domains.places.rules.duplicates import Compared, Signal
from conum.kernel.errors import ConumError
from conum.kernel.ids import new_id

COLUMNS = (
    "commune_id", "name", "commune_name", "address", "address_key", "latitude", "longitude", "precision", "pivot",
    "phones", "emails", "websites", "typologies", "organisation__branch_name",
)  # fmt: skip
WRITTEN = 2000
LOCK = 0x646F7562  # one search at a time: « doub »


class Alike(NamedTuple):
    """A pair that is at least to be looked at."""

    candidate: Candidate
    score: float
    signals: list[Signal]


@dataclass
class Search:
    """What a search did: pairs compared, proposals that stand, records merged by itself."""

    compared: int = 0
    proposed: int = 0
    merged: int = 0

    @property
    def last_line(self) -> str:
        """The counts as scripts read them."""
        return f"compared={self.compared} proposed={self.proposed} merged={self.merged}"


def find_duplicates(*, now: datetime, merge: bool = True) -> Search:
    """Compare neighbours, keep the proposals that hold, withdraw the others, merge the sure ones.

    Args:
        merge: False leaves even the sure ones to a person.
    """
    day, search = localdate(now), Search()
    found = list(_alike(search, MERGE_RADIUS.on(day), float(MERGE_REVIEW.on(day))))
    _propose(found, now)
    if merge:
        auto = float(MERGE_AUTO.on(day))
        search.merged = _merge_sure([one.candidate for one in found if rules.is_sure(one.signals, auto)], now)
    search.proposed = DuplicatePair.objects.filter(state=PairState.PROPOSED).count()
    return search


def _alike(search: Search, radius: int, review: float) -> Iterable[Alike]:
    places = _compared()
    for one in candidates(radius):
        search.compared += 1
        if one.one not in places or one.two not in places:  # written between the two readings
            continue
        signals = rules.signals(places[one.one], places[one.two], metres=one.metres, radius=radius)
        if (score := rules.score(signals)) >= review:
            yield Alike(one, score, signals)


def _compared() -> dict[UUID, Compared]:
    rows = Place.objects.filter(closed_on=None, merged_into=None).order_by().values_list("pk", *COLUMNS, named=True)
    return {row.pk: Compared.of(row, row.organisation__branch_name or "") for row in rows.iterator(chunk_size=WRITTEN)}


@transaction.atomic
def _propose(found: list[Alike], now: datetime) -> None:
    """Write the proposals; those that nobody decided and that no longer hold are withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    DuplicatePair.objects.bulk_create(
        [_pair(one, now) for one in found],
        batch_size=WRITTEN,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["score", "signals", "updated_at"],
    )
    DuplicatePair.objects.filter(state=PairState.PROPOSED, undone_at=None, updated_at__lt=now).delete()


def _pair(one: Alike, now: datetime) -> DuplicatePair:
    return DuplicatePair(
        id=new_id(),
        first_id=one.candidate.one,
        second_id=one.candidate.two,
        score=round(one.score, 3),
        signals=[as_json(signal) for signal in one.signals],
        created_at=now,
        updated_at=now,
    )


def as_json(signal: Signal) -> dict[str, Any]:
    """Return a signal as it is stored."""
    return {**signal._asdict(), "name": str(signal.name)}


def _merge_sure(pairs: list[Candidate], now: datetime) -> int:
    """Merge pair by pair; what a person decided meanwhile, or took back before, is left to people."""
    merged = 0
    for one in pairs:
        pair = DuplicatePair.objects.select_related("first", "second").filter(
            first=one.one, second=one.two, state=PairState.PROPOSED, undone_at=None
        )
        if found := pair.first():
            try:
                merge_pair(found.pk, kept_first(found)[0].pk, actor=None, now=now)
            except ConumError:
                continue
            merged += 1
    return merged
