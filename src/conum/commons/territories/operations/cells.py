"""Cells of an imported file turned into values, or refused with the column and the reason."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from conum.commons.territories.models import Commune, CommuneChange, Department, Intercommunality
from conum.commons.territories.models.code import commune_code, department_code
from conum.commons.territories.operations.table_file import CellRefused, Line, Refusal, Table, plain

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class ImportReport:
    """What an import would do, or did.

    Attributes:
        created, changed, unchanged: good lines of each kind.
        refused: the others, with line, column and reason.
        remarks: what was noticed about the file (its encoding).
        applied: False for a dry run.
    """

    created: int
    changed: int
    unchanged: int
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[str, ...] = ()
    applied: bool = False

    @property
    def good(self) -> int:
        """Lines that can be imported."""
        return self.created + self.changed + self.unchanged

    @property
    def to_write(self) -> int:
        """Lines that change something."""
        return self.created + self.changed


@dataclass
class KnownCodes:
    """The codes of territories, read once for a whole file."""

    departments: frozenset[str] = field(default_factory=lambda: frozenset(_codes(Department)))
    intercommunalities: frozenset[str] = field(default_factory=lambda: frozenset(_codes(Intercommunality)))
    communes: frozenset[str] = field(default_factory=lambda: frozenset(_codes(Commune)))
    former: dict[str, tuple[str, str]] = field(default_factory=lambda: _former())

    def department(self, column: str, text: str) -> str:
        """Return a known département (`00` is Saint-Martin)."""
        code = department_code(text)
        if code not in self.departments:
            raise CellRefused(column, _("Le département « %(code)s » n’existe pas.") % {"code": text[:20]})
        return code

    def intercommunality(self, column: str, text: str) -> str:
        """Return the SIREN of a known intercommunality."""
        if text not in self.intercommunalities:
            raise CellRefused(column, _("L’intercommunalité « %(code)s » n’existe pas.") % {"code": text[:20]})
        return text

    def commune(self, column: str, text: str) -> str:
        """Return a known commune; a former one is refused with the code of today."""
        code = commune_code(text)
        if code in self.communes:
            return code
        if code in self.former:
            words = {"code": text[:20], "today": self.former[code][0], "name": self.former[code][1]}
            reason = _("Le code « %(code)s » n’est plus celui d’une commune : aujourd’hui %(name)s (%(today)s).")
            raise CellRefused(column, reason % words)
        raise CellRefused(column, _("La commune « %(code)s » n’existe pas.") % {"code": text[:20]})

    def iris(self, column: str, text: str) -> str:
        """Return an IRIS code: a commune or former commune, then four digits."""
        code = text.strip().upper()
        known = code[:5] in self.communes or code[:5] in self.former
        if len(code) != 9 or not code[5:].isdigit() or not known:
            raise CellRefused(column, _("L’IRIS « %(code)s » n’existe pas.") % {"code": text[:20]})
        return code


def check(
    table: Table, parse: Callable[[Line], Any], key: Callable[[Any], Hashable]
) -> tuple[list[Any], list[Refusal]]:
    """Return the rows made by `parse` from good lines, and all refusals (a key given twice is one)."""
    rows, refused, first = [], list(table.refused), {}
    for line in table.lines:
        try:
            row = parse(line)
            if key(row) in first:
                again = _("Déjà donné à la ligne %(number)s.") % {"number": first[key(row)]}
                raise CellRefused("", again)
        except CellRefused as refusal:
            refused.append(Refusal(line.number, refusal.column, refusal.message))
            continue
        first[key(row)] = line.number
        rows.append(row)
    return rows, refused


def choice(column: str, text: str, accepted: dict[str, str]) -> str:
    """Return the code of a word; `accepted` maps plain words to codes, the word to recommend first.

    Raises:
        CellRefused: another word; the reason lists those accepted.
    """
    if plain(text) not in accepted:
        recommended = {code: word for word, code in reversed(accepted.items())}
        words = {"text": text[:40], "accepted": ", ".join(reversed(recommended.values()))}
        raise CellRefused(column, _("« %(text)s » n’est pas accepté. Valeurs possibles : %(accepted)s.") % words)
    return accepted[plain(text)]


def day(column: str, text: str) -> date:
    """Return a date written 2024-07-01 or 01/07/2024, between 1990 and 2100."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if FIRST_DAY <= found <= LAST_DAY:
            return found
    reason = _("« %(text)s » n’est pas une date : écrivez 2024-07-01 ou 01/07/2024.")
    raise CellRefused(column, reason % {"text": text[:40]})


def number(column: str, text: str, low: int, high: int) -> Decimal:
    """Return a number written with a point or a comma, between two limits included, three decimals kept."""
    try:
        found = Decimal(text.replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", "."))
        inside = low <= found <= high
    except InvalidOperation:
        raise CellRefused(column, _("« %(text)s » n’est pas un nombre.") % {"text": text[:40]}) from None
    if not inside:
        words = {"text": text[:40], "low": low, "high": high}
        raise CellRefused(column, _("%(text)s est hors limites : entre %(low)s et %(high)s.") % words)
    return found.quantize(Decimal("0.001"))


def short(column: str, text: str, limit: int) -> str:
    """Return the text, refused when longer than `limit` characters."""
    if len(text) > limit:
        raise CellRefused(column, _("Texte trop long : %(limit)s caractères au plus.") % {"limit": limit})
    return text


def _codes(model: Any) -> Any:
    rows = model.objects.filter(closed_on=None) if model is Commune else model.objects.all()
    return rows.order_by().values_list("pk", flat=True)


def _former() -> dict[str, tuple[str, str]]:
    rows = CommuneChange.objects.order_by("effective_on").values_list("old_code", "commune", "commune__name")
    return {old: (code, name) for old, code, name in rows}
