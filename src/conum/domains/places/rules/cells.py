"""Cells that hold one value: identifiers, numbers, dates, contacts, addresses of the web, hours."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

from conum.domains.places.enums import UNKNOWN_PIVOT
from conum.domains.places.rules.findings import Finding, noticed, refused
from conum.domains.places.rules.opening_hours import reading as opening_hours

PIVOT = re.compile(r"[a-zA-Z0-9]{9,14}")
INSEE = re.compile(r"(?:[013-9]\d|2[AB1-9])\d{3}")
POSTCODE = re.compile(r"\d{5}")
EMAIL = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+", re.I
)
URL = re.compile(r"https?://[^\s/?#.]+(?:\.[^\s/?#.]+)+(?::\d+)?(?:[/?#]\S*)?", re.I)
LA_POSTE = "356000000"
UNKEPT = re.compile("[\x00\ud800-\udfff]")  # the sign zero, halves of signs
MOST_EMAIL, MOST_URL = 254, 2000  # characters

PIVOT_FORM = gettext_noop("Attendu : un SIRET (14 chiffres), un RNA (W et 9 caractères) ou un RIDET (10 chiffres).")
RIDET_SHORT = gettext_noop("7 chiffres sont un RID : donnez le RIDET entier, 10 chiffres.")
PIVOT_UNKNOWN = gettext_noop("14 zéros : le numéro de la structure n’est pas connu.")
PIVOT_KEY = gettext_noop("La clé de ce SIRET est fausse : à vérifier.")
SPACED = gettext_noop("Des espaces ou des points ont été retirés.")
ZEROS = gettext_noop("Le zéro de tête manquait.")
POSTCODE_FORM = gettext_noop("Attendu : 5 chiffres.")
INSEE_FORM = gettext_noop("Attendu : un code INSEE de 5 caractères, par exemple 87085 ou 2A004.")
NOT_NUMBER = gettext_noop("Ce n’est pas un nombre.")
COMMA = gettext_noop("La virgule décimale a été lue comme un point.")
OUTSIDE = gettext_noop("Hors limites : entre %(low)s et %(high)s. Des coordonnées Lambert ?")
NOT_DATE = gettext_noop("Ce n’est pas une date : écrivez AAAA-MM-JJ.")
OTHER_DATE = gettext_noop("La date n’est pas écrite AAAA-MM-JJ.")
FUTURE = gettext_noop("Cette date est dans le futur.")
NOT_EMAIL = gettext_noop("Ce n’est pas une adresse électronique : laissée de côté.")
NOT_URL = gettext_noop("Ce n’est pas une adresse http(s) : laissée de côté.")
ELSEWHERE = gettext_noop("Cette adresse n’est pas celle d’une fiche acceslibre : à vérifier.")
LONG_URL = gettext_noop("Plus de %(limit)s caractères : adresse laissée de côté.")
NO_SCHEME = gettext_noop("L’adresse ne commence pas par http:// ou https://.")
SPLIT = gettext_noop("Plusieurs valeurs, séparées autrement que par « | ».")
NOT_HOURS = gettext_noop("Ces horaires ne se lisent pas à partir de « %(unread)s » : %(hint)s. Gardés comme texte.")
HOURS_SPELT = gettext_noop("Ces horaires ont été mis dans leur écriture habituelle.")
TOO_LONG = gettext_noop("Plus de %(limit)s caractères : coupé.")
TWICE = gettext_noop("Cette valeur est écrite deux fois.")


def read_pivot(text: str) -> tuple[str, list[Finding]]:
    """Return the SIRET, RNA or RIDET; a wrong key of a SIRET is only noticed (registers hold some)."""
    value, findings = re.sub(r"[\s.\u00a0-]", "", text), []
    if value != text:
        findings.append(noticed("pivot", text, "v1.0.2", SPACED, kept=value))
    if not PIVOT.fullmatch(value):
        reason = RIDET_SHORT if re.fullmatch(r"\d{7}", value) else PIVOT_FORM
        return "", [refused("pivot", text, "v1.0.2", reason)]
    if value == UNKNOWN_PIVOT:
        findings.append(noticed("pivot", text, "v1.0.2", PIVOT_UNKNOWN, kept=value))
    elif re.fullmatch(r"\d{14}", value) and not siret_key_holds(value):
        findings.append(noticed("pivot", text, "v1.0.2", PIVOT_KEY, kept=value))
    return value, findings


def siret_key_holds(siret: str) -> bool:
    """Tell whether 14 digits carry a right key (Luhn; for La Poste the sum of the digits is a multiple of 5)."""
    digits = [int(digit) for digit in siret]
    if siret.startswith(LA_POSTE) and sum(digits) % 5 == 0:
        return True
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 == 0 else digit for place, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0


def read_code(column: str, text: str) -> tuple[str, list[Finding]]:
    """Return a postcode or an INSEE code of five characters; a lost leading zero is put back with a notice."""
    form, reason = (POSTCODE, POSTCODE_FORM) if column == "code_postal" else (INSEE, INSEE_FORM)
    value = text.strip().upper().removesuffix(".0")
    if re.fullmatch(r"\d{4}", value):
        value = f"0{value}"
    if not form.fullmatch(value) or value.startswith("000"):
        return "", [refused(column, text, "v1.0.2", reason)]
    return value, [] if value == text else [noticed(column, text, "v1.0.2", ZEROS, kept=value)]


def read_degrees(column: str, text: str) -> tuple[float | None, list[Finding]]:
    """Return a latitude or a longitude in degrees."""
    limit = 90 if column == "latitude" else 180
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None, [refused(column, text, "v1.0.2", NOT_NUMBER)]
    if not math.isfinite(value) or abs(value) > limit:
        return None, [refused(column, text, "PLA-04", OUTSIDE, low=str(-limit), high=str(limit))]
    return value, [noticed(column, text, "v1.0.2", COMMA, kept=str(value))] if "," in text else []


@lru_cache(maxsize=4096)
def read_day(text: str, today: date) -> tuple[date | None, tuple[Finding, ...]]:
    """Return the day of the last update, never after `today`; other habits of writing are noticed."""
    found = _parsed(text)
    if found is None:
        return None, (refused("date_maj", text, "v1.0.2", NOT_DATE),)
    if found > today:
        return None, (refused("date_maj", text, "PLA-08", FUTURE, nearest=today.isoformat()),)
    if found.isoformat() == text:
        return found, ()
    return found, (noticed("date_maj", text, "v1.0.2", OTHER_DATE, kept=found.isoformat()),)


def _parsed(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(text.strip().split(".")[0].removesuffix("Z"), form).date()
        except ValueError:
            continue
    return None


def read_emails(column: str, text: str) -> tuple[list[str], list[Finding]]:
    """Return the electronic addresses of a cell; one that is not is set aside with a notice."""
    values, findings = _several(column, text, r"[|;,\s]+")
    good = [value for value in values if EMAIL.fullmatch(value) and len(value) <= MOST_EMAIL]
    findings += [noticed(column, value, "v1.0.2", NOT_EMAIL) for value in values if value not in good]
    return good, findings


def read_urls(column: str, text: str, *, commas: bool = False) -> tuple[list[str], list[Finding]]:
    """Return the addresses of the web of a cell; `commas`: v0.1.1 also separates by commas."""
    values, findings = _several(column, text, r"[|;,\s]+" if commas else r"\|", quiet=commas)
    good: list[str] = []
    for value in values:
        if len(value) > MOST_URL - len("https://"):
            findings.append(noticed(column, value, "v1.0.2", LONG_URL, limit=str(MOST_URL)))
        elif is_web_address(value):
            good.append(value)
        elif is_web_address(f"https://{value}"):
            good.append(f"https://{value}")
            findings.append(noticed(column, value, "v1.0.2", NO_SCHEME, kept=good[-1]))
        else:
            findings.append(noticed(column, value, "v1.0.2", NOT_URL))
    return good, findings


def is_web_address(text: str) -> bool:
    """Tell whether a text is an http(s) address with a host that exists on paper: `https://[x.fr` is none."""
    try:
        return bool(URL.fullmatch(text) and urlsplit(text).hostname)
    except ValueError:
        return False


def is_accessibility_sheet(address: str) -> bool:
    """Tell whether a web address is on acceslibre (section 1.1, field 31)."""
    return bool(re.search(r"(?:^|\.)acceslibre\.", urlsplit(address).hostname or ""))


def _several(column: str, text: str, separators: str, *, quiet: bool = False) -> tuple[list[str], list[Finding]]:
    values = [value.strip() for value in re.split(separators, text) if value.strip()]
    findings = []
    if not quiet and "|".join(values) != text:
        findings.append(noticed(column, text, "v1.0.2", SPLIT, kept="|".join(values)))
    once = list(dict.fromkeys(values))
    if len(once) < len(values):
        findings.append(noticed(column, text, "v1.0.2", TWICE, kept="|".join(once)))
    return once, findings


@lru_cache(maxsize=16384)
def read_hours(text: str) -> tuple[str, tuple[Finding, ...]]:
    """Return the text in its usual spelling when it parses (PLA-06).

    Else nothing, and a notice that says where it stops: the text as received is kept beside.
    """
    reading = opening_hours.read(text)
    if reading.problem:
        words = {"unread": reading.problem.unread, "hint": str(reading.problem.hint)}
        return "", (noticed("horaires", text, "PLA-06", NOT_HOURS, **words),)
    if reading.text != text:
        return reading.text, (noticed("horaires", text, "PLA-06", HOURS_SPELT, kept=reading.text),)
    return text, ()


def cut(column: str, text: str, limit: int) -> tuple[str, list[Finding]]:
    """Return the text within a limit of characters; longer, it is cut with a notice."""
    if len(text) <= limit:
        return text, []
    return text[:limit], [noticed(column, text, "PLA-14", TOO_LONG, kept=text[:limit], limit=str(limit))]


def as_text(value: Any) -> str:
    """Return a value of a file as text: what JSON holds as a cell of a CSV would, signs no database keeps as « � »."""
    text = _plain(value)
    unkept = "\x00" in text or not text.isascii() and UNKEPT.search(text)
    return UNKEPT.sub("\ufffd", text) if unkept else text


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(_plain(part) for part in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.strip() if isinstance(value, str) else str(value)
