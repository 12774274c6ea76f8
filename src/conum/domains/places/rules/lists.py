"""Cells that hold several values of a closed list, read strictly (sheet 05 section 3)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from django.utils.translation import gettext_noop
from rapidfuzz import fuzz, process

from conum.domains.places.enums import FORMER_TYPOLOGIES, FileVersion, TrainingLabel, Typology
from conum.domains.places.rules.columns import CLOSED_LISTS, plain
from conum.domains.places.rules.findings import Finding, noticed, refused

NEAR_ENOUGH = 60
SEPARATOR = {FileVersion.V1: "|", FileVersion.V0: ";"}
# The schema's own pattern lacks a space that the official library writes: both are right (section 3).
VARIANTS = {"Étapes numériques(La Poste)": TrainingLabel.LA_POSTE_DIGITAL_STEPS.value}

UNKNOWN = gettext_noop("« %(value)s » n’est pas une valeur de la liste.")
LEADING = gettext_noop("La cellule commence par un séparateur.")
SEPARATED = gettext_noop("Les valeurs sont séparées par « %(found)s » au lieu de « %(right)s ».")
TRAILING = gettext_noop("Un séparateur ne sépare rien.")
TWICE = gettext_noop("« %(value)s » est écrit deux fois.")
SPELT = gettext_noop("« %(value)s » n’est pas écrit comme dans la liste.")
RENAMED = gettext_noop("Le code « %(value)s » a changé de nom.")

Read = tuple[tuple[str, ...], tuple[Finding, ...]]


def accepted(column: str) -> dict[str, str]:
    """Return exact label → code of a closed list."""
    if column == "typologie":
        return {str(code): str(code) for code in Typology.values}
    labels = {member.official: member.value for member in CLOSED_LISTS[column]}
    return labels | (VARIANTS if column == "formations_labels" else {})


@lru_cache(maxsize=64)
def _plain_labels(column: str) -> dict[str, tuple[str, str]]:
    return {plain(label): (label, code) for label, code in reversed(accepted(column).items())}


@lru_cache(maxsize=64)
def _exact(column: str) -> dict[str, str]:
    return accepted(column)


@lru_cache(maxsize=16384)
def read_list(column: str, text: str, version: FileVersion = FileVersion.V1) -> Read:
    """Return the codes of a cell, in its order, and what was found.

    Spelling (accents, apostrophes, case, spaces) and separators are repaired with a notice; a repeated value is
    dropped with a notice; a leading separator or a value that is not in the list refuses the line.
    """
    values, findings = parts(column, text, version)
    codes: list[str] = []
    for value in values:
        code, found = read_value(column, value)
        if found:
            findings.append(found)
        if code in codes:
            findings.append(noticed(column, text, "v1.0.2", TWICE, kept=value, value=value))
        elif code:
            codes.append(code)
    return tuple(codes), tuple(findings)


def parts(column: str, text: str, version: FileVersion) -> tuple[list[str], list[Finding]]:
    """Split a cell on its separator; another separator, or one that separates nothing, is noticed."""
    right = SEPARATOR[version]
    other = ";" if right == "|" else "|"
    findings: list[Finding] = []
    if text.lstrip()[:1] in (right, other):
        return [], [refused(column, text, "v1.0.2", LEADING, nearest=text.strip(" |;"))]
    if other in text:
        text = text.replace(other, right)
        findings.append(noticed(column, text, "v1.0.2", SEPARATED, kept=text, found=other, right=right))
    pieces = text.split(right)
    values = [piece for piece in pieces if piece.strip()]
    if len(values) < len(pieces):
        findings.append(noticed(column, text, "v1.0.2", TRAILING, kept=right.join(values)))
    return values, findings


def read_value(column: str, value: str) -> tuple[str, Finding | None]:
    """Return the code of one value and what was found; no code when it is refused."""
    code = _exact(column).get(value)
    if code is not None:
        return code, None
    if column == "typologie" and value.strip().upper() in FORMER_TYPOLOGIES:
        now = FORMER_TYPOLOGIES[value.strip().upper()].value
        return now, noticed(column, value, "v1.0.2", RENAMED, kept=now, value=value)
    label, code = _plain_labels(column).get(plain(value), ("", ""))
    # A dot is not any character: « ORDI 3x0 » stays unknown, and a list of letters only may not match nothing.
    if code and plain(value):
        return code, noticed(column, value, "v1.0.2", SPELT, kept=label, value=value.strip())
    return "", refused(column, value, "v1.0.2", UNKNOWN, nearest=nearest(column, value), value=value.strip()[:80])


def nearest(column: str, value: str) -> str:
    """Return the accepted label that looks most like a value, or nothing when none does."""
    wanted = unicodedata.normalize("NFC", value).casefold()
    found = process.extractOne(wanted, list(_exact(column)), scorer=fuzz.WRatio, processor=str.casefold)
    return str(found[0]) if found and found[1] >= NEAR_ENOUGH else ""
