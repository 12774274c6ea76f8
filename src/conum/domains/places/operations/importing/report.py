"""What an import found and did: counts, the first remarks to show, and all of them in a file of their own."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TextIO

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from conum.domains.places.enums import FileVersion
from conum.domains.places.rules.findings import Finding

SHOWN = 200  # remarks of each kind kept for the screen
CHANGES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding and where it is: line of the file, identifier and name of the place."""

    line: int
    place: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a place that the file changes."""

    line: int
    place: str
    column: str
    before: str
    after: str


@dataclass
class ImportReport:
    """Counts of lines and what to show of them; all that was found goes to `sink` as it comes.

    `read` is always the sum of the four others.
    """

    version: FileVersion
    source: str
    remarks: list[str] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    refusals: list[Remark] = field(default_factory=list)
    notices: list[Remark] = field(default_factory=list)
    losses: list[Remark] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    tally: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    applied: bool = False
    sink: ReportFile | None = None

    @property
    def read(self) -> int:
        """Lines of the file."""
        return self.created + self.updated + self.unchanged + self.refused

    @property
    def to_write(self) -> int:
        """Lines that change something."""
        return self.created + self.updated

    @property
    def last_line(self) -> str:
        """The counts as scripts read them."""
        return (
            f"read={self.read} created={self.created} updated={self.updated} "
            f"unchanged={self.unchanged} refused={self.refused}"
        )

    def notice_counts(self) -> Counter[tuple[str, str]]:
        """Return (column, sentence) → times, of what did not refuse a line; values are left out of the sentences."""
        counts: Counter[tuple[str, str]] = Counter()
        for (column, reason, refuses), times in self.tally.items():
            if not refuses:
                counts[(column, re.sub(r"%\(\w+\)s", "…", gettext(reason)).replace("….", "…"))] += times
        return counts

    def add(self, line: int, place: str, findings: Iterable[Finding]) -> None:
        """Keep the findings of a line."""
        for finding in findings:
            shown = self.refusals if finding.refuses else self.losses if finding.lossy else self.notices
            self.tally[(finding.column, finding.reason, finding.refuses)] += 1
            remark = Remark(line, place, finding)
            if len(shown) < SHOWN:
                shown.append(remark)
            if self.sink:
                self.sink.write(remark)

    def change(self, line: int, place: str, column: str, before: Any, after: Any) -> None:
        """Keep a change of a field for the screen, and write it down."""
        made = Change(line, place, column, as_cell(before), as_cell(after))
        if len(self.changes) < CHANGES_SHOWN:
            self.changes.append(made)
        if self.sink:
            self.sink.change(made)


def as_cell(value: Any) -> str:
    """Return a value as a cell of the report."""
    if value is None:
        return ""
    return "|".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


class ReportFile:
    """The whole report as a CSV, written while the file is read."""

    def __init__(self, out: TextIO) -> None:
        self.writer = csv.writer(out, delimiter=";")
        self.writer.writerow(
            [
                _("ligne"),
                _("lieu"),
                _("gravité"),
                _("colonne"),
                _("reçu"),
                _("règle"),
                _("raison"),
                _("valeur proposée"),
            ]
        )

    def write(self, remark: Remark) -> None:
        """Write one finding."""
        found = remark.finding
        kind = _("refus") if found.refuses else _("perte") if found.lossy else _("remarque")
        row = [remark.line, remark.place, kind, found.column, found.value, found.rule, found.sentence(), found.kept]
        self.writer.writerow([_safe(cell) for cell in row])

    def change(self, made: Change) -> None:
        """Write one change of a field."""
        row = [made.line, made.place, _("changement"), made.column, made.before, "", "", made.after]
        self.writer.writerow([_safe(cell) for cell in row])


def _safe(cell: Any) -> Any:
    """A cell that a spreadsheet would run as a formula is shown as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "@", "\t", "\r") else cell
