"""A file of places read as a stream: CSV or JSON, whatever its separator, its encoding and the order of its columns."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from conum.domains.places.enums import FileVersion
from conum.domains.places.operations.importing.json_stream import records
from conum.domains.places.operations.importing.quotes import open_quote
from conum.domains.places.rules.cells import as_text
from conum.domains.places.rules.columns import columns_of, plain, version_of
from conum.kernel.errors import ConumError

SEPARATORS = ",;\t"
BLOCK = 1 << 20
PEEKED = 500  # records of a JSON file that tell its columns
LEADING_DATE = re.compile(r"^\d{4}-?\d{2}-?\d{2}[_ -]*")
MOST_CELL = 1 << 20  # characters


class FileRefused(ConumError):
    """The file as a whole cannot be read; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: the line an editor shows (for JSON, the rank of the object), and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass
class PlacesFile:
    """A file ready to be read as many times as needed; opening it reads it once to know its text and its digest.

    Attributes:
        path: where it lies.
        name: as people know it.
        encoding: found in the bytes; a file that is not UTF-8 is read as Windows' latin-1, with a remark.
        digest: SHA-256 of the bytes.
        version: of the official schema, from the header (PLA-20).
        remarks: French sentences about the file as a whole.
        rough_lines: how many rows, about: for a progress bar.
    """

    path: Path
    name: str
    encoding: str = "utf-8-sig"
    digest: str = ""
    is_json: bool = False
    separator: str = ","
    version: FileVersion = FileVersion.V1
    columns: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    rough_lines: int = 0
    _odd_quotes: bool = False

    @classmethod
    def open(cls, path: Path, name: str = "") -> PlacesFile:
        """Return the file, its header read.

        Raises:
            FileRefused: unreadable, empty, not a CSV nor JSON, or a required column is missing.
        """
        found = cls(path, name or path.name)
        found._look_at_bytes()
        found._look_at_header()
        found._look_at_quotes()
        return found

    @property
    def default_source(self) -> str:
        """Name given to the source when neither the person nor the rows give one: the file's, without its date."""
        return LEADING_DATE.sub("", Path(self.name).stem)[:255] or "fichier"

    def lines(self) -> Iterator[Line]:
        """Yield the rows one by one; memory does not grow with the file.

        Raises:
            FileRefused: something in the middle cannot be read; the sentence says after which line.
        """
        number = 0
        rows = self._rows()
        while True:
            try:
                number, row = next(rows)
            except StopIteration:
                return
            except (csv.Error, ValueError, RecursionError) as error:
                raise FileRefused(self._stopped(number)) from error
            cells = {self.columns[key]: as_text(value) for key, value in row.items() if key in self.columns}
            if any(cells.values()):
                yield Line(number, cells)

    def _stopped(self, number: int) -> str:
        if self.is_json:
            return _("Le fichier JSON est mal formé après l’objet n° %(number)s : rien n’est importé.") % {
                "number": number
            }
        return _(
            "La lecture s’arrête après la ligne %(number)s : une cellule y dépasse %(most)s caractères, "
            "sans doute un guillemet jamais refermé. Rien n’est importé."
        ) % {"number": number, "most": MOST_CELL}

    def _rows(self) -> Iterator[tuple[int, dict[str, object]]]:
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as text:
            if self.is_json:
                yield from enumerate(records(text), start=1)
                return
            csv.field_size_limit(MOST_CELL)  # of the whole process: others may have changed it
            reader = csv.reader(text, delimiter=self.separator)
            header = next(reader)
            for cells in reader:
                yield reader.line_num, dict(zip(header, cells, strict=False))

    def _look_at_bytes(self) -> None:
        digest, decoder, utf8, first = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), True, b""
        quotes = 0
        try:
            with self.path.open("rb") as content:
                while block := content.read(BLOCK):
                    first = first or block
                    digest.update(block)
                    quotes += block.count(b'"')
                    self.rough_lines += block.count(b'"id"' if first.lstrip()[:1] in (b"[", b"{") else b"\n")
                    utf8 = utf8 and _decodes(decoder, block)
        except OSError as error:
            words = {"name": self.name, "reason": error.strerror}
            raise FileRefused(_("Le fichier %(name)s est illisible : %(reason)s.") % words) from error
        self.digest = digest.hexdigest()
        self._encoding(first, utf8)
        self._odd_quotes = bool(quotes % 2) and not self.is_json

    def _encoding(self, first: bytes, utf8: bool) -> None:
        if not first.strip(b"\xef\xbb\xbf \r\n\t"):
            raise FileRefused(_("Le fichier est vide : il faut une ligne d’en-têtes puis au moins une ligne."))
        if first.startswith((b"\xff\xfe", b"\xfe\xff")):
            self.encoding = "utf-16"
            self.remarks.append(_("Le fichier était en UTF-16 : il a été lu ainsi."))
        elif b"\x00" in first:
            raise FileRefused(_("Ce fichier n’est ni un CSV ni un JSON : enregistrez le tableau au format CSV."))
        elif not utf8:
            self.encoding = "cp1252"
            self.remarks.append(
                _("Le fichier n’est pas en UTF-8 : il a été lu en latin-1 (Windows). Vérifiez les accents.")
            )
        start = first.decode(self.encoding, errors="ignore").lstrip()
        self.is_json = start.startswith(("[", "{"))

    def _look_at_header(self) -> None:
        headers = self._json_keys() if self.is_json else self._csv_header()
        self.version = version_of(headers)
        self.columns, unknown, missing = columns_of(headers, self.version)
        if missing:
            raise FileRefused(_missing(missing, headers))
        renamed = [f"« {key} » → « {name} »" for key, name in self.columns.items() if plain(key) != plain(name)]
        if renamed:
            self.remarks.append(_("Colonnes lues sous un autre nom : %(names)s.") % {"names": ", ".join(renamed)})
        if unknown:
            names = ", ".join(f"« {name} »" for name in unknown[:20])
            self.remarks.append(_("Colonnes inconnues du schéma, ignorées : %(names)s.") % {"names": names})

    def _look_at_quotes(self) -> None:
        """Refuse a quote that is never closed; a quote inside a cell (5") is only told."""
        if not self._odd_quotes:
            return
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as text:
            line = open_quote(text, self.separator)
        if line is not None:
            raise FileRefused(
                _(
                    'Ligne %(line)s : un guillemet (") est ouvert et jamais refermé, les lignes qui suivent seraient '
                    "lues comme une seule cellule. Refermez-le ou retirez-le. Rien n’est importé."
                )
                % {"line": line}
            )
        self.remarks.append(_("Un guillemet isolé se trouve dans une cellule : il a été gardé tel quel."))

    def _json_keys(self) -> list[str]:
        try:
            with self.path.open(encoding=self.encoding, errors="replace") as text:
                found = list(islice(records(text), PEEKED))
        except (ValueError, RecursionError) as error:
            raise FileRefused(_("Le fichier JSON est mal formé : attendu, une liste d’objets.")) from error
        if not found:
            raise FileRefused(_("Le fichier ne contient aucun lieu."))
        return list(dict.fromkeys(chain.from_iterable(found)))

    def _csv_header(self) -> list[str]:
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as text:
            first = text.readline()
            self.separator = max(SEPARATORS, key=first.count)
            rest = text.readline()
        csv.field_size_limit(MOST_CELL)
        try:
            header = next(csv.reader(io.StringIO(first, newline=""), delimiter=self.separator), [])
        except csv.Error as error:
            raise FileRefused(self._stopped(0)) from error
        if not rest.strip():
            raise FileRefused(_("Le fichier ne contient que les en-têtes : ajoutez au moins une ligne."))
        if self.separator != ",":
            self.remarks.append(_("Le séparateur des colonnes est « %(sign)s ».") % {"sign": self.separator})
        return header


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def _missing(missing: list[str], headers: list[str]) -> str:
    words = {
        "missing": ", ".join(f"« {name} »" for name in missing),
        "found": ", ".join(f"« {name} »" for name in headers[:12]),
    }
    return _("Il manque les colonnes obligatoires : %(missing)s. Colonnes trouvées : %(found)s.") % words
