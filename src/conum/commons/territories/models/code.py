"""Codes of territories: how they are written, what they belong to, old habits translated."""

from __future__ import annotations

import re

# An old system writes 00 for Saint-Martin (sheet 01 section 9).
SAINT_MARTIN = "978"
OVERSEAS = ("97", "98")
COMMUNE_CODE = re.compile(r"(?:\d{2}|2[AB])\d{3}")
# Both belonged to Guadeloupe until 15 July 2007; files still carry those codes.
LEFT_GUADELOUPE = {"97127": "978", "97123": "977"}
# Départements of Corsica before 1976: postcodes and old files still begin with 20.
CORSICA = "20"


def department_code(text: str) -> str:
    """Return a département code as we keep it: `1` → `01`, `2a` → `2A`, `00` → `978` (sheet 01 section 9)."""
    code = text.strip().upper()
    code = code.zfill(2) if code.isdigit() else code
    return SAINT_MARTIN if code in ("00", "000") else code


def commune_code(text: str) -> str:
    """Return an INSEE commune code as we keep it: five characters, `1001` → `01001`, `2a004` → `2A004`."""
    code = text.strip().upper()
    return code.zfill(5) if code.isdigit() else code


def is_commune_code(code: str) -> bool:
    """Tell whether the text is written like an INSEE commune code; says nothing of its existence."""
    return COMMUNE_CODE.fullmatch(code) is not None


def department_of(code: str) -> str:
    """Return the département of an INSEE commune code (overseas codes take three characters)."""
    if code in LEFT_GUADELOUPE:
        return LEFT_GUADELOUPE[code]
    return code[:3] if code.startswith(OVERSEAS) else code[:2]
