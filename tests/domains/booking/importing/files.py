"""Files of RDV Service Public, as its export writes them, for the desk of `tests.factories_booking`."""

from __future__ import annotations

import csv
import io
from typing import Any

from conum.commons.territories.operations import ImportReport
from conum.domains.booking.operations.importing import import_appointments
from tests.factories_booking import NOW, Desk

HEADER = (
    "id", "date rdv", "heure rdv", "motif", "statut", "lieu", "professionnel.le(s)", "usager(s)", "téléphone", "email",
    "origine", "date prise rdv", "heure prise rdv",
)  # fmt: skip


def line(desk: Desk, number: int = 1, **cells: str) -> dict[str, str]:
    """An appointment to come, on Thursday 15 January 2026 at 9 in Paris; any cell may be given."""
    return {
        "id": f"{1000 + number}",
        "date rdv": "15/01/2026",
        "heure rdv": f"{8 + number:02d}:00",
        "motif": desk.type.name,
        "statut": "unknown",
        "lieu": f"{desk.place.name} (1 rue Haute, 87000 Limoges)",
        "professionnel.le(s)": f"{desk.person.first_name} {desk.person.last_name}",
        "usager(s)": f"Dominique{number} Petit",
        "téléphone": f"06 39 98 02 {number:02d}",
        "email": "",
        "origine": "RDV Pris sur internet",
        "date prise rdv": "05/01/2026",
        "heure prise rdv": "10:30",
        **{name.replace("_", " "): value for name, value in cells.items()},
    }


def as_csv(lines: list[dict[str, str]], header: tuple[str, ...] = HEADER) -> str:
    """The text of a file; columns beyond the header are added after it."""
    names = list(dict.fromkeys([*header, *(name for one in lines for name in one if name not in HEADER)]))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def imported(desk: Desk, *lines: dict[str, str], apply: bool = True, **given: Any) -> ImportReport:
    """Import lines into the organisation of the desk, from the console."""
    content = as_csv(list(lines)).encode()
    asked = {"actor": None, "now": NOW, "organisation_id": desk.organisation.pk, **given}
    return import_appointments(content, apply=apply, **asked)
