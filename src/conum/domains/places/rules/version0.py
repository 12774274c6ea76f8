"""Rows of the schema v0.1.1 turned into rows of v1.0.2 (sheet 05 section 5); what is lost is told (PLA-21)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_noop
from rapidfuzz import fuzz, process

from conum.domains.places.enums import (
    Audience,
    Fee,
    FileVersion,
    NationalScheme,
    Official,
    Service,
    SpecialSupport,
    SupportMode,
    TrainingLabel,
)
from conum.domains.places.rules.columns import plain
from conum.domains.places.rules.findings import Finding, lost, noticed, refused
from conum.domains.places.rules.lists import NEAR_ENOUGH, SPELT, UNKNOWN, parts
from conum.domains.places.rules.version0_values import MAPPING, Note

NO_EQUIVALENT = gettext_noop("« %(value)s » n’a pas d’équivalent en v1.0.2.")
GATHERED = gettext_noop("Les services de la v0.1.1 sont plus fins que ceux de la v1.0.2 : regroupés.")
KEPT_AS_NOTE = gettext_noop("« %(value)s » n’a pas de colonne en v1.0.2 : gardé comme remarque.")
KEPT_AS_LABEL = gettext_noop("« %(value)s » passe dans les autres labels.")
MOVED = gettext_noop("Plus de %(limit)s caractères : la suite passe dans la présentation détaillée.")
RENAMED = {"courriel": "courriels", "accessibilite": "fiche_acces_libre", "labels_autres": "autres_formations_labels"}
COLUMN_OF: dict[type[Official], str] = {
    Service: "services",
    Audience: "publics_specifiquement_adresses",
    SpecialSupport: "prise_en_charge_specifique",
    Fee: "frais_a_charge",
    NationalScheme: "dispositif_programmes_nationaux",
    TrainingLabel: "formations_labels",
    SupportMode: "modalites_accompagnement",
}


def converted(cells: dict[str, str], summary_max: int) -> tuple[dict[str, str], dict[str, Any], list[Finding]]:
    """Return (cells of v1.0.2, other fields of a place, findings) of a row of v0.1.1.

    Args:
        cells: column of v0.1.1 → text.
        summary_max: characters of the short presentation in v1.0.2; the rest moves to the detail.
    """
    new = {RENAMED.get(name, name): text for name, text in cells.items() if name not in MAPPING}
    extras: dict[str, Any] = {"accepts_vouchers": False, "membership_required": False}
    extras["address_key"] = new.pop("cle_ban", "")[:60]
    found: list[Finding] = []
    lists: dict[str, list[str]] = {}
    for column in MAPPING:
        text = cells.get(column, "")
        if text:
            mapped, notes, findings = read_old_list(column, text)
            found += findings
            extras |= dict.fromkeys(notes, True)
            for name, label in mapped:
                lists.setdefault(name, []).append(label)
    others = [part.strip() for part in new.get("autres_formations_labels", "").replace("|", ";").split(";")]
    lists["autres_formations_labels"] = [part for part in others if part] + lists.get("autres_formations_labels", [])
    new |= {name: "|".join(dict.fromkeys(labels)) for name, labels in lists.items()}
    found += _settled(new, summary_max)
    return new, extras, found


def _settled(cells: dict[str, str], summary_max: int) -> list[Finding]:
    text = cells.get("presentation_resume", "")
    cells["typologie"] = cells.get("typologie", "").replace(";", "|")
    if len(text) <= summary_max:
        return []
    short, rest = cut_at_sentence(text, summary_max)
    detail = cells.get("presentation_detail", "")
    cells["presentation_resume"], cells["presentation_detail"] = short, "\n\n".join(filter(None, [rest, detail]))
    return [lost("presentation_resume", text, MOVED, kept=short, limit=str(summary_max))]


def cut_at_sentence(text: str, limit: int) -> tuple[str, str]:
    """Return (beginning, rest): cut after the last sentence that fits, else after the last word."""
    head = text[: limit + 1]
    ends = [head.rfind(mark) + 1 for mark in (". ", "! ", "? ", ".\n")]
    at = max(ends) if max(ends) > 0 else head.rfind(" ")
    at = at if 0 < at <= limit else limit
    return text[:at].strip(), text[at:].strip()


@lru_cache(maxsize=16384)
def read_old_list(column: str, text: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], tuple[Finding, ...]]:
    """Return ((column of v1.0.2, label), notes, findings) of a cell of v0.1.1."""
    values, findings = parts(column, text, FileVersion.V0)
    mapped: list[tuple[str, str]] = []
    notes: list[str] = []
    for value in values:
        known, found = _known(column, value)
        findings += found
        for target in MAPPING[column].get(known, ()):
            findings += _map(column, known, target, mapped, notes)
        if known and not MAPPING[column][known]:
            findings.append(lost(column, value, NO_EQUIVALENT, value=known))
    if column == "services" and len(values) > len({label for name, label in mapped if name == "services"}):
        kept = "|".join(dict.fromkeys(label for name, label in mapped if name == "services"))
        findings.append(lost(column, text, GATHERED, kept=kept))
    return tuple(mapped), tuple(notes), tuple(findings)


def _map(column: str, known: str, target: Any, mapped: list[tuple[str, str]], notes: list[str]) -> Iterable[Finding]:
    """Add one target of a value to what it becomes; yield what is told of it."""
    short = known.split(" : ")[0]
    if isinstance(target, Note):
        notes.append(target.value)
        return [lost(column, short, KEPT_AS_NOTE, value=short)]
    if isinstance(target, str) and not isinstance(target, Official):
        mapped.append(("autres_formations_labels", target))
        return [lost(column, known, KEPT_AS_LABEL, kept=target, value=known)]
    mapped.append((COLUMN_OF[type(target)], target.official))
    return []


@lru_cache(maxsize=16)
def _plain_values(column: str) -> dict[str, str]:
    """Return plain text → value of the list; a prefixed value is also known by its prefix."""
    values = {plain(value.split(" : ")[0]): value for value in MAPPING[column]}
    return values | {plain(value): value for value in MAPPING[column]}


def _known(column: str, value: str) -> tuple[str, list[Finding]]:
    if value in MAPPING[column]:
        return value, []
    known = _plain_values(column).get(plain(value), "")
    if known and plain(value):
        return known, [noticed(column, value, "v0.1.1", SPELT, kept=known, value=value.strip()[:80])]
    found = process.extractOne(value, list(MAPPING[column]), scorer=fuzz.WRatio, processor=str.casefold)
    near = str(found[0]) if found and found[1] >= NEAR_ENOUGH else ""
    return "", [refused(column, value, "v0.1.1", UNKNOWN, nearest=near, value=value.strip()[:80])]
