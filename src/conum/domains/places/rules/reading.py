"""A row of the schema v1.0.2 read strictly into the fields of a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from conum.domains.places.enums import UNKNOWN_PIVOT, FileVersion
from conum.domains.places.rules import cells as read
from conum.domains.places.rules.columns import CLOSED_LISTS, COLUMNS, REQUIRED
from conum.domains.places.rules.communes import CommuneIndex, Town
from conum.domains.places.rules.findings import Finding, noticed, refused
from conum.domains.places.rules.lists import read_list
from conum.domains.places.rules.phones import read_phones
from conum.domains.places.rules.places import settle_access
from conum.domains.places.rules.version0 import converted

MISSING = gettext_noop("Cette valeur est obligatoire.")
SHORT_NAME = gettext_noop("Un nom a au moins 2 caractères : gardé, à corriger.")
NAME_MIN = 2  # sheet 05 section 1.1, field 3
SUMMARY_LONG = gettext_noop("Plus de %(limit)s caractères.")
LIMITS = {
    "id": 255,
    "nom": 255,
    "commune": 120,
    "adresse": 255,
    "complement_adresse": 255,
    "presentation_detail": 10_000,
    "source": 255,
    "structure_parente": 255,
}
LISTS = ("typologie", *CLOSED_LISTS)


@dataclass(slots=True)
class ReadRow:
    """A row: the fields of a place, its commune, and every finding. `values` mean nothing when it is refused."""

    values: dict[str, Any] = field(default_factory=dict)
    town: Town | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """True when a finding refuses the line."""
        return any(finding.refuses for finding in self.findings)


@dataclass(frozen=True)
class Reader:
    """Reads rows of one file.

    Attributes:
        version: of the schema the file follows.
        communes: the communes of today.
        today: no update may be later.
        summary_max: characters of the short presentation, `places.summary_max` on the day.
    """

    version: FileVersion
    communes: CommuneIndex
    today: date
    summary_max: int = 280

    def read(self, cells: dict[str, str]) -> ReadRow:
        """Return what a row says; `cells`: column of the schema → text, without spaces around."""
        row = ReadRow()
        extras: dict[str, Any] = {"address_key": "", "accepts_vouchers": False, "membership_required": False}
        if self.version is FileVersion.V0:
            cells, extras, row.findings = converted(cells, self.summary_max)
        row.findings += [
            refused(name, "", "v1.0.2", MISSING, nearest=UNKNOWN_PIVOT if name == "pivot" else "")
            for name in REQUIRED
            if not cells.get(name)
        ]
        self._texts(row, cells)
        self._lists(row, cells)
        self._contacts(row, cells)
        self._where(row, cells)
        row.values |= extras
        row.findings += settle_access(row.values, cells)
        return row

    def _texts(self, row: ReadRow, cells: dict[str, str]) -> None:
        for column, limit in LIMITS.items():
            text = cells.get(column, "")
            if len(text) > limit:
                text, found = read.cut(column, text, limit)
                row.findings += found
            row.values[COLUMNS[column]] = text
        if 0 < len(cells.get("nom", "")) < NAME_MIN:
            row.findings.append(
                noticed("nom", cells["nom"], "PLA-14", SHORT_NAME, kept=cells["nom"], least=str(NAME_MIN))
            )
        self._summary(row, cells.get("presentation_resume", ""))
        row.values["opening_hours"] = row.values["opening_hours_source"] = hours = cells.get("horaires", "")
        if hours:
            row.values["opening_hours"], hours_found = read.read_hours(hours)
            row.findings += hours_found

    def _summary(self, row: ReadRow, text: str) -> None:
        row.values["summary"] = text
        if len(text) > self.summary_max:
            limit = self.summary_max
            shorter = text[:limit]
            row.findings.append(
                refused("presentation_resume", text, "v1.0.2", SUMMARY_LONG, nearest=shorter, limit=str(limit))
            )

    def _lists(self, row: ReadRow, cells: dict[str, str]) -> None:
        for column in LISTS:
            text = cells.get(column, "")
            if not text:
                row.values[COLUMNS[column]] = []
                continue
            codes, found = read_list(column, text)
            row.values[COLUMNS[column]] = list(codes)
            row.findings += found
        others = cells.get("autres_formations_labels", "")
        row.values["other_labels"] = [part.strip()[:255] for part in others.split("|") if part.strip()]

    def _contacts(self, row: ReadRow, cells: dict[str, str]) -> None:
        old = self.version is FileVersion.V0
        text = cells.get("telephone", "")
        phones, found = read_phones(text) if text else ((), ())
        row.values["phones"] = list(phones)
        row.findings += found
        for column, name in (("courriels", "emails"), ("site_web", "websites")):
            text = cells.get(column, "")
            row.values[name] = []
            if text:
                one = read.read_emails(column, text) if name == "emails" else read.read_urls(column, text, commas=old)
                row.values[name] = one[0]
                row.findings += one[1]
        for column in ("fiche_acces_libre", "prise_rdv"):
            text = cells.get(column, "")
            urls, problems = read.read_urls(column, text) if text else ([], [])
            row.values[COLUMNS[column]] = urls[0] if urls else ""
            row.findings += problems
        sheet = row.values["accessibility_url"]
        if sheet and not read.is_accessibility_sheet(sheet):
            row.findings.append(noticed("fiche_acces_libre", sheet, "v1.0.2", read.ELSEWHERE, kept=sheet))

    def _where(self, row: ReadRow, cells: dict[str, str]) -> None:
        values = row.values
        values["pivot"], found = read.read_pivot(cells["pivot"]) if cells.get("pivot") else ("", [])
        row.findings += found
        for column in ("code_postal", "code_insee"):
            text = cells.get(column, "")
            values[COLUMNS[column]], found = read.read_code(column, text) if text else ("", [])
            row.findings += found
        for column in ("latitude", "longitude"):
            text = cells.get(column, "")
            values[column], found = read.read_degrees(column, text) if text else (None, [])
            row.findings += found
        day = cells.get("date_maj", "")
        values["updated_on"], more = read.read_day(day, self.today) if day else (None, ())
        row.findings += more
        self._commune(row, cells)

    def _commune(self, row: ReadRow, cells: dict[str, str]) -> None:
        values = row.values
        if not (cells.get("commune") and values["postal_code"]) or cells.get("code_insee") and not values["insee_code"]:
            return  # refused already, for want of one of them
        at = values["latitude"], values["longitude"]
        point = at if None not in at else None
        row.town, found = self.communes.find(values["commune_name"], values["postal_code"], values["insee_code"], point)
        row.findings += found
        if row.town is None:
            return
        wrong = self.communes.point(row.town, values["latitude"], values["longitude"])
        if wrong:
            values["latitude"] = values["longitude"] = None
            row.findings += wrong
