"""One batch of read rows set against what is kept: what is new, what changes, what stays."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop
from pydantic_core import from_json, to_json

from conum.commons.accounts.models import Organisation
from conum.domains.places.enums import UNKNOWN_PIVOT, EditSource
from conum.domains.places.models import Place, PlaceSource
from conum.domains.places.operations.importing.report import ImportReport
from conum.domains.places.operations.importing.writing import FILLED, Batch, new_row
from conum.domains.places.queries.offers import booking_address
from conum.domains.places.queries.people import private_addresses
from conum.domains.places.rules.columns import COLUMNS
from conum.domains.places.rules.findings import noticed
from conum.domains.places.rules.merging import changes
from conum.kernel.ids import new_id

OF_A_PERSON = gettext_noop(
    "C’est l’adresse d’une personne du lieu qui n’a pas accepté de la montrer : laissée de côté."
)
COLUMN_OF = {field: column for column, field in COLUMNS.items()}
# Row by row through the indexes, whatever the planner believes of tables that this transaction is filling: OFFSET 0.
KNOWN = """
SELECT asked.source, asked.external_id, s.digest, s.id, coalesce(p.merged_into_id, p.id)
FROM unnest(%s::text[], %s::text[]) AS asked (source, external_id)
CROSS JOIN LATERAL (
    SELECT id, digest, place_id FROM places_placesource
    WHERE source = asked.source AND external_id = asked.external_id OFFSET 0) AS s
CROSS JOIN LATERAL (SELECT id, merged_into_id FROM places_place WHERE id = s.place_id OFFSET 0) AS p
"""
PUBLISHED = """
SELECT p.schema_id, coalesce(p.merged_into_id, p.id), p.source
FROM unnest(%s::text[]) AS asked (schema_id)
CROSS JOIN LATERAL (
    SELECT id, schema_id, merged_into_id, source FROM places_place WHERE schema_id = asked.schema_id OFFSET 0) AS p
"""


@dataclass(slots=True)
class Incoming:
    """A good row: where it comes from, the fields it gives, what it says as JSON text and the digest of that."""

    line: int
    source: str
    external_id: str
    values: dict[str, Any]
    said: bytes
    notes: list[str]
    digest: str

    @classmethod
    def of(cls, line: int, source: str, values: dict[str, Any], notes: list[str]) -> Incoming:
        """Return the row with its digest."""
        given = {name: value for name, value in sorted(values.items()) if value or value == 0.0 and value is not False}
        said = to_json(given)
        digest = hashlib.blake2b(said, digest_size=16).hexdigest()
        return cls(line, source, values["schema_id"], values, said, notes, digest)


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept under a source's identifier; `source_row` is None when only the published identifier agrees."""

    digest: str
    source_row: UUID | None
    place: UUID


@dataclass
class Comparison:
    """A file against what is kept: the rows to write for one batch, and the keys of all places concerned.

    `taken`: published identifiers given to the new places of the file.
    """

    stale_months: int
    now: datetime
    taken: set[str] = field(default_factory=set)
    batch: Batch = field(default_factory=Batch)
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)

    @cached_property
    def written_now(self) -> str:
        """The instant as COPY and JSON write it, once for all rows."""
        return self.now.isoformat()

    def compare(self, rows: list[Incoming], report: ImportReport) -> None:
        """Sort the rows of a batch out, and count them in the report."""
        self.batch = Batch()
        known = _known(rows)
        published = _published([row for row in rows if (row.source, row.external_id) not in known])
        to_compare: list[tuple[Incoming, Known]] = []
        for row in rows:
            found = known.get((row.source, row.external_id)) or _ours(row, published)
            if found and row.values["booking_url"]:
                row = _without_ours(row, found.place)
            if found is None:
                self._create(row, published)
                report.created += 1
            elif found.digest == row.digest:
                report.unchanged += 1
            else:
                to_compare.append((row, found))
        self._compare(to_compare, report)
        self._link()

    def _create(self, row: Incoming, published: dict[str, Any]) -> None:
        place = str(new_id())  # as COPY writes it, in three rows
        values = dict(row.values)
        if row.external_id in published or row.external_id in self.taken:
            values["schema_id"] = place  # another source uses this identifier: ours is published instead
        self.taken.add(values["schema_id"])
        self.created.append(place)
        self.batch.new_places.append(new_row(values, id=place, organisation_id=None, now=self.written_now))
        self._keep_source(row, place, None)

    def _keep_source(self, row: Incoming, place: UUID | str, source_row: UUID | None) -> None:
        sources = self.batch.sources if source_row else self.batch.new_sources
        sources.append(
            {
                "id": source_row or new_id(),
                "place_id": place,
                "source": row.source,
                "external_id": row.external_id,
                "updated_on": row.values["updated_on"],
                "payload": from_json(row.said) if source_row else row.said.decode(),
                "digest": row.digest,
                "notes": row.notes,
                "received_at": self.written_now,
            }
        )

    def _compare(self, rows: list[tuple[Incoming, Known]], report: ImportReport) -> None:
        keys = {found.place for _row, found in rows}
        kept = {
            place.pk: place for place in Place.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
        }
        writers, private = _writers(keys), private_addresses(keys, localdate(self.now))
        for row, found in rows:
            place = kept[found.place]
            row = _without_private(row, private.get(place.pk, set()), place, report)
            alone = found.source_row is not None and writers[place.pk] == 1
            made = self._changes(place, row, alone=alone and place.last_edit_source == EditSource.IMPORT)
            if not made and found.source_row is None:
                report.unchanged += 1
                continue
            report.updated += 1
            self._change(place, made, row, report)
            self._keep_source(row, place.pk, found.source_row)

    def _changes(self, place: Place, row: Incoming, *, alone: bool) -> dict[str, Any]:
        values = {name: getattr(place, name) for name in FILLED}
        stale = place.updated_on - relativedelta(months=self.stale_months)
        return changes(values, row.values, alone=alone, stale_before=stale)

    def _change(self, place: Place, made: dict[str, Any], row: Incoming, report: ImportReport) -> None:
        if not made:
            return
        for name, value in made.items():
            if name in COLUMN_OF:
                report.change(row.line, place.name, COLUMN_OF[name], getattr(place, name), value)
            setattr(place, name, value)
        self.fields |= set(made)
        self.changed.append(str(place.pk))
        values = {name: getattr(place, name) for name in FILLED}
        row_of = new_row(values, id=place.pk, organisation_id=place.organisation_id, now=self.now)
        self.batch.places[place.pk] = row_of

    def _link(self) -> None:
        """Link the places to the one organisation that bears their SIRET, when there is exactly one (PLA-01)."""
        rows = [*self.batch.new_places, *self.batch.places.values()]
        wanted = {row["pivot"] for row in rows if not row["organisation_id"]} - {UNKNOWN_PIVOT}
        found = list(Organisation.objects.filter(siret__in=wanted, closed_on=None).values_list("siret", "pk"))
        times = Counter(siret for siret, _pk in found)
        of = {siret: pk for siret, pk in found if times[siret] == 1}
        for row in rows:
            row["organisation_id"] = row["organisation_id"] or of.get(row["pivot"])


def _known(rows: list[Incoming]) -> dict[tuple[str, str], Known]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [[row.source for row in rows], [row.external_id for row in rows]])
        return {
            (source, external_id): Known(digest, pk, place)
            for source, external_id, digest, pk, place in cursor.fetchall()
        }


def _published(rows: list[Incoming]) -> dict[str, tuple[UUID, str]]:
    """Return the published identifiers already in use: identifier → (place, its `source`)."""
    with connection.cursor() as cursor:
        cursor.execute(PUBLISHED, [[row.external_id for row in rows]])
        return {name: (pk, source) for name, pk, source in cursor.fetchall()}


def _ours(row: Incoming, published: dict[str, tuple[UUID, str]]) -> Known | None:
    """Recognise a row of our own export: same published identifier, same producer."""
    place, source = published.get(row.external_id, (None, ""))
    return Known("", None, place) if place and source == row.values["source"] else None


def _without_ours(row: Incoming, place: UUID) -> Incoming:
    """Return the row as the place gives it: our own files carry our booking page where a place gives none."""
    if row.values["booking_url"] != booking_address(place):
        return row
    return Incoming.of(row.line, row.source, {**row.values, "booking_url": ""}, row.notes)


def _without_private(row: Incoming, private: set[str], place: Place, report: ImportReport) -> Incoming:
    """Return the row without the addresses of people of the place who do not show them: nobody asked them (PLA-13)."""
    aside = [email for email in row.values["emails"] if email.lower() in private]
    if not aside:
        return row
    report.add(row.line, place.name, [noticed("courriels", email, "PLA-13", OF_A_PERSON) for email in aside])
    kept = [email for email in row.values["emails"] if email not in aside]
    return replace(row, values={**row.values, "emails": kept})


def _writers(places: set[UUID]) -> Counter[UUID]:
    """Sources of each place, those of the records merged into it included."""
    of = PlaceSource.objects.annotate(kept=Coalesce("place__merged_into", "place"))
    counts = of.filter(Q(place__in=places) | Q(place__merged_into__in=places)).order_by().values_list("kept")
    return Counter(dict(counts.annotate(sources=Count("pk"))))
