"""A CSV file as people really send it: byte order mark, `;` or `,`, accents of Windows, missing columns."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from conum.kernel.errors import ConumError

MAX_BYTES = 20_000_000
MAX_LINES = 200_000
SEPARATORS = ";,\t"


class FileRefused(ConumError):
    """The file as a whole cannot be read; the sentence says why and what to do."""


class CellRefused(ConumError):
    """One cell is wrong.

    Args:
        column: header people know.
        reason: sentence that names the limit.
    """

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


@dataclass(frozen=True)
class Line:
    """A line of the file: its number as an editor shows it, its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Refusal:
    """Why a line is left out: line, column, reason."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class Table:
    """The lines that could be read, those that could not, and what was noticed on the way."""

    lines: list[Line] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    remarks: tuple[str, ...] = ()


def read_table(content: bytes, *, required: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """Return the lines of a CSV.

    Args:
        content: the file's bytes.
        required, optional: headers, compared without case, accents or underscores; other columns are ignored.

    Raises:
        FileRefused: too large, empty, not text, a column missing or twice.
    """
    text, remarks = _decoded(content)
    header, *_rest = [line for line in text.splitlines() if line.strip()] or [""]
    if not header.strip(SEPARATORS + " "):
        raise FileRefused(_("Le fichier est vide : il faut une ligne d’en-têtes puis au moins une ligne."))
    separator = max(SEPARATORS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        columns = _columns(next(cells for cells in reader if any(cells)), required, optional)
        lines, refused = _lines(reader, columns)
    except csv.Error as error:
        raise FileRefused(_("Le fichier n’est pas un CSV lisible : une cellule est trop longue.")) from error
    if not lines and not refused:
        raise FileRefused(_("Le fichier ne contient que les en-têtes : ajoutez au moins une ligne."))
    return Table(lines, refused, remarks)


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    if len(content) > MAX_BYTES:
        raise FileRefused(_("Le fichier dépasse 20 Mo : coupez-le en plusieurs fichiers."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(content), (_("Le fichier était en UTF-16 : il a été lu ainsi."),)
    if b"\x00" in content:
        raise FileRefused(_("Ce fichier n’est pas un CSV : enregistrez le tableau au format CSV, puis recommencez."))
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        remark = _("Le fichier n’est pas en UTF-8 : il a été lu en latin-1 (Windows). Vérifiez les accents.")
        return content.decode("cp1252", errors="replace"), (remark,)


def _utf16(content: bytes) -> str:
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise FileRefused(_("Le fichier est abîmé : enregistrez-le de nouveau en CSV UTF-8.")) from error


def plain(text: str) -> str:
    """Return the text without case, accents, spaces or underscores: how headers and words are compared."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", bare.lower())


def _columns(headers: list[str], required: Sequence[str], optional: Sequence[str]) -> dict[str, int]:
    found = [plain(header) for header in headers]
    wanted = [*required, *optional]
    twice = [name for name in wanted if found.count(plain(name)) > 1]
    if twice:
        raise FileRefused(_("La colonne « %(name)s » est écrite deux fois.") % {"name": twice[0]})
    missing = [name for name in required if plain(name) not in found]
    if missing:
        raise FileRefused(_missing(missing, headers))
    return {name: found.index(plain(name)) for name in wanted if plain(name) in found}


def _missing(missing: list[str], headers: list[str]) -> str:
    words = {
        "missing": ", ".join(f"« {name} »" for name in missing),
        "found": ", ".join(f"« {header.strip()} »" for header in headers[:12] if header.strip()),
    }
    if len(missing) == 1:
        return _("Il manque la colonne %(missing)s. Colonnes trouvées : %(found)s.") % words
    return _("Il manque les colonnes %(missing)s. Colonnes trouvées : %(found)s.") % words


def _lines(reader: Iterator[list[str]], columns: dict[str, int]) -> tuple[list[Line], list[Refusal]]:
    lines: list[Line] = []
    refused: list[Refusal] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(lines) + len(refused) >= MAX_LINES:
            raise FileRefused(_("Le fichier dépasse 200 000 lignes : coupez-le en plusieurs fichiers."))
        number = reader.line_num  # type: ignore[attr-defined]
        named = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        if len(cells) <= max(columns.values()):
            short = next(name for name, at in columns.items() if at >= len(cells))
            refused.append(Refusal(number, short, _("La ligne s’arrête avant cette colonne.")))
        else:
            lines.append(Line(number, named))
    return lines, refused


def in_order(refused: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """Return the refusals as the file lists them."""
    return tuple(sorted(refused, key=lambda refusal: refusal.line))
