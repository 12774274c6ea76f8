"""A place as a row of the schema v1.0.2: what the official pattern accepts, always (PLA-15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conum.domains.places.enums import Precision, TrainingLabel
from conum.domains.places.rules.columns import CLOSED_LISTS, COLUMNS
from conum.domains.places.rules.phones import published

# Official files carry the spelling of the pattern, which lacks a space (sheet 05 section 3).
PATTERN_SPELLING = {TrainingLabel.LA_POSTE_DIGITAL_STEPS.value: "Étapes numériques(La Poste)"}
LABELS = {
    COLUMNS[column]: {member.value: member.official for member in members} for column, members in CLOSED_LISTS.items()
}
IN_FILES = {**LABELS, "labels": {**LABELS["labels"], **PATTERN_SPELLING}}
POINT = ("latitude", "longitude")
JOINED = ("typologies", "emails", "websites", "other_labels")


def row_of(values: Mapping[str, Any], *, in_file: bool = True) -> dict[str, str]:
    """Return the cells of a place by column, in the order of the schema.

    Args:
        values: the fields of the place, `precision` perhaps among them.
        in_file: as the files of the schema want it: labels of its pattern, and no point where only the commune is
            known, since the schema has no column to say so (PLA-03); False for answers that say the precision beside.
    """
    labels = IN_FILES if in_file else LABELS
    rough = in_file and values.get("precision") == Precision.COMMUNE
    return {
        column: "" if rough and name in POINT else _cell(name, values[name], labels) for column, name in COLUMNS.items()
    }


def _cell(name: str, value: Any, labels: Mapping[str, Mapping[str, str]]) -> str:
    if name in labels:
        return "|".join(labels[name][code] for code in value)
    if name == "phones":
        return published(value)
    if name in JOINED:
        return "|".join(value)
    if name == "updated_on":
        return str(value.isoformat())
    return "" if value is None else str(value)
