"""A file of serial numbers and seeds: what is right in it, line by line."""

from __future__ import annotations

import base64
import binascii
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

SERIAL = re.compile(r"^[A-Z0-9-]{4,32}$")
LEAST, MOST = 16, 64  # bytes of a seed: RFC 4226 asks for 128 bits at least
MAX_LINES = 20_000
COLUMNS = ("serial", "seed")


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of the file.

    Attributes:
        line: from 1, as the editor numbers them.
        column: `serial`, `seed`, or "" for the whole line.
    """

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class Read:
    """What a file says: good lines (serial, seed in hexadecimal) and faults."""

    good: list[tuple[str, str]]
    faults: list[Fault]


def read(text: str, known: frozenset[str] = frozenset()) -> Read:
    """Read a file of two columns, comma or semicolon, with or without its header.

    Args:
        known: serial numbers already in stock, refused again.
    """
    good: dict[str, str] = {}
    faults: list[Fault] = []
    for line, cells in _lines(text):
        if line > MAX_LINES + 1:
            faults.append(Fault(line, "", f"Le fichier compte plus de {MAX_LINES} lignes : coupez-le."))
            break
        if line == 1 and [cell.lower() for cell in cells] == list(COLUMNS):
            continue
        fault = _fault(line, cells, good.keys() | known)
        if fault:
            faults.append(fault)
        else:
            good[cells[0].upper()] = _seed(cells[1]).hex()
    if not good and not faults:
        faults.append(Fault(1, "", "Le fichier est vide."))
    return Read(list(good.items()), faults)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    clean = text.lstrip("\ufeff").replace("\x00", "")
    separator = ";" if ";" in clean.partition("\n")[0] else ","
    reader = csv.reader(StringIO(clean), delimiter=separator)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = ["?"]
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _fault(line: int, cells: list[str], taken: object) -> Fault | None:
    if len(cells) != len(COLUMNS):
        return Fault(line, "", f"Il faut deux colonnes, numéro de série et graine : il y en a {len(cells)}.")
    serial = cells[0].upper()
    if not SERIAL.match(serial):
        return Fault(line, "serial", "Le numéro de série compte de 4 à 32 lettres, chiffres ou tirets.")
    if serial in taken:  # type: ignore[operator]
        return Fault(line, "serial", f"La carte {serial} est déjà connue, ou répétée dans le fichier.")
    if not LEAST <= len(_seed(cells[1])) <= MOST:
        return Fault(line, "seed", f"La graine compte de {LEAST} à {MOST} octets, en hexadécimal ou en base 32.")
    return None


def _seed(text: str) -> bytes:
    """Return the bytes of a seed in hexadecimal or base 32; nothing when it is neither."""
    bare = re.sub(r"\s", "", text)
    try:
        if re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", bare):
            return bytes.fromhex(bare)
        return base64.b32decode(bare.upper() + "=" * (-len(bare) % 8))
    except (binascii.Error, ValueError):
        return b""
