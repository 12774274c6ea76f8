"""Invented identities: nobody real can be met, written to or called (SYN-02)."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

from stdnum import luhn

from conum.site.demo.draw import Stream

MAIL_DOMAIN = "example.org"
FICTION_RANGES = ("19900", "26191", "35301", "46571", "53649", "63998")
"""French numbers kept for fiction, without the leading 0, before the last four digits ([M], sheet 12)."""
SIREN_PREFIX = "9990"
"""Start of every invented SIREN: no real legal entity has one."""


@cache
def names() -> dict[str, list[str]]:
    """Return the lists invented names are made from."""
    return json.loads(files(__package__).joinpath("data/names.json").read_text("utf-8"))


def first_name(stream: Stream, gender: str) -> str:
    """Return a first name; `gender` is a code of the candidate's field."""
    lists = {"female": ["first_female"], "male": ["first_male"]}.get(gender, ["first_female", "first_male"])
    return stream.one([name for found in lists for name in names()[found]])


def last_name(stream: Stream) -> str:
    """Return a family name made of two invented halves."""
    return stream.one(names()["last_start"]) + stream.one(names()["last_end"])


def address(stream: Stream) -> str:
    """Return a number and a street that exist nowhere."""
    return f"{stream.between(1, 98)} {stream.one(names()['streets'])}"


def phone(number: int) -> str:
    """Return the E.164 telephone of rank `number` within the ranges kept for fiction."""
    return f"+33{FICTION_RANGES[number // 10_000 % len(FICTION_RANGES)]}{number % 10_000:04}"


def siret(number: int) -> str:
    """Return the valid SIRET of rank `number`, head office, under the reserved prefix."""
    siren = f"{SIREN_PREFIX}{number % 10_000:04}"
    siren += luhn.calc_check_digit(siren)
    head = f"{siren}{number // 10_000 + 1:04}"
    return head + luhn.calc_check_digit(head)


def mail(first: str, last: str, number: int) -> str:
    """Return an address at example.org, unique by its rank."""
    return f"{plain(first)}.{plain(last)}.{number}@{MAIL_DOMAIN}"


def plain(text: str) -> str:
    """Return the text without accents, in lower case, with dots for the rest."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", ".", bare).strip(".")
