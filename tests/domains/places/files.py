"""Files of places written by hand for the tests: v1.0.2, v0.1.1, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from conum.domains.places.operations.importing import ImportReport, PlacesFile, import_places
from conum.domains.places.rules.columns import COLUMNS

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
V1 = {
    **dict.fromkeys(COLUMNS, ""),
    "id": "lieu-1",
    "pivot": "55210055400013",
    "nom": "Médiathèque des Trois-Fontaines",
    "commune": "Limoges",
    "code_postal": "87000",
    "code_insee": "87085",
    "adresse": "12 rue des Essais",
    "latitude": "45.83",
    "longitude": "1.26",
    "telephone": "+33555000000",
    "horaires": "Mo-Fr 09:00-12:00",
    "source": "Hub d’essai",
    "date_maj": "2025-12-01",
    "services": "Maîtrise des outils numériques du quotidien|Utilisation sécurisée du numérique",
    "frais_a_charge": "Gratuit",
    "modalites_acces": "Se présenter|Téléphoner",
}
V0 = {
    "id": "ancien-1",
    "pivot": "00000000000000",
    "nom": "Mairie de Bellac",
    "commune": "BELLAC",
    "code_postal": "87300",
    "adresse": "1 place des Essais",
    "latitude": 46.12,
    "longitude": 1.05,
    "services": "Prendre en main un ordinateur;Utiliser le numérique au quotidien",
    "conditions_access": "Gratuit : Je peux accéder gratuitement au lieu et à ses services",
    "labels_nationaux": "CNFS",
    "date_maj": "2025-11-01",
}


def as_csv(rows: list[dict[str, str]], *, separator: str = ",", columns: list[str] | None = None) -> str:
    """Return rows as the text of a CSV; each row is `V1` changed."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or list(COLUMNS), delimiter=separator, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**V1, **row} for row in rows)
    return out.getvalue()


def place_file(folder: Path, content: str | bytes | list[dict[str, Any]], name: str = "lieux.csv") -> PlacesFile:
    """Write a file and open it; a list becomes JSON, its rows `V0` changed."""
    path = folder / name
    if isinstance(content, list):
        content = json.dumps([{**V0, **row} for row in content], ensure_ascii=False)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return PlacesFile.open(path)


def imported(file: PlacesFile, *, apply: bool = True, **options: Any) -> ImportReport:
    """Import a file from the console on the day of the tests."""
    return import_places(file, **{"actor": None, "now": NOW, **options}, apply=apply)
