"""Telephone numbers as the official pattern wants them: prefix of the territory, then 6 to 9 digits."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext_noop

from conum.domains.places.rules.findings import Finding, noticed, refused

ACCEPTED = re.compile(r"\+(?:33|590|594|262|596|269|687|689|508|681)\d{6,9}")
# Digits after each prefix.
LENGTHS = {"33": (9,), "590": (9,), "594": (9,), "596": (9,), "262": (9,), "508": (6, 9)}
# National numbers: where their first digits lead; the rest is the metropole.
HOMES = {
    "590": ("590", "690", "691"),
    "594": ("594", "694"),
    "596": ("596", "696", "697"),
    "262": ("262", "263", "269", "639", "692", "693"),
}
NOT_PHONE = gettext_noop("Ce n’est pas un numéro de téléphone que le schéma accepte.")
TOO_SHORT = gettext_noop("Il manque des chiffres : laissé de côté.")
WRITTEN = gettext_noop("Le numéro n’est pas écrit avec l’indicatif du territoire.")
SEVERAL = gettext_noop("Plusieurs numéros : le premier est publié, les autres sont gardés.")


@lru_cache(maxsize=16384)
def read_phones(text: str) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the numbers of a cell, and what was found; a text without any number refuses the line."""
    if ACCEPTED.fullmatch(text) and _long_enough(text):
        return (text,), ()
    numbers: list[str] = []
    findings: list[Finding] = []
    pieces = [piece for piece in re.split(r"[|;,]|\s/\s|\bou\b", text) if re.search(r"\d", piece)]
    for piece in pieces:
        number, found = _read_one(piece.strip())
        if found:
            findings.append(found)
        if number and number not in numbers:
            numbers.append(number)
    if not pieces:
        findings.append(refused("telephone", text, "v1.0.2", NOT_PHONE))
    if len(numbers) > 1:
        findings.append(noticed("telephone", text, "v1.0.2", SEVERAL, kept="|".join(numbers)))
    return tuple(numbers), tuple(findings)


def _read_one(text: str) -> tuple[str, Finding | None]:
    number = _international(text)
    if not ACCEPTED.fullmatch(number):
        return "", refused("telephone", text, "v1.0.2", NOT_PHONE)
    if not _long_enough(number):
        return "", noticed("telephone", text, "v1.0.2", TOO_SHORT)
    return number, None if number == text else noticed("telephone", text, "v1.0.2", WRITTEN, kept=number)


def _international(text: str) -> str:
    """Return `+` and digits: spaces, dots, an extension (« poste 429 ») and a national zero are taken off."""
    head = re.split(r"[a-zA-Zé]{3,}", text.replace("(0)", ""))[0] or text
    digits = re.sub(r"[^\d+]", "", head).removesuffix("+")
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.startswith("+330") and len(digits) == 13:
        digits = f"+33{digits[4:]}"
    if re.fullmatch(r"[1-9]\d{8}", digits):
        digits = f"0{digits}"  # a spreadsheet took the first zero
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return f"+{_home(digits)}{digits[1:]}"
    return digits


def _home(national: str) -> str:
    return next((prefix for prefix, starts in HOMES.items() if national[1:4] in starts), "33")


def _long_enough(number: str) -> bool:
    for prefix, lengths in LENGTHS.items():
        if number.startswith(f"+{prefix}"):
            return len(number) - 1 - len(prefix) in lengths
    return True


def published(phones: list[str]) -> str:
    """Return the one number that files carry: the first the official pattern accepts."""
    return next((phone for phone in phones if ACCEPTED.fullmatch(phone)), "")
