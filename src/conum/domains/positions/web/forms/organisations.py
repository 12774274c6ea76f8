"""The field that names other organisations: one per line, by SIRET, RIDET or name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CharField, Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.accounts.models import Organisation
from conum.domains.positions.queries.sharing import matching, written

MOST = 10  # organisations on one request


class OrganisationsField(CharField):
    """Gives a list of `Organisation` from lines typed, each found by its number or its name.

    `rows` are the organisations that may be found: set by the form, as it depends on who fills it.
    """

    widget = Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        """Say how to write."""
        kwargs.setdefault("help_text", gettext_lazy("Une structure par ligne : son SIRET, ou son nom exact."))
        super().__init__(**{"required": False, "max_length": 2500, **kwargs})
        self.rows = Organisation.objects.none()

    def prepare_value(self, value: Any) -> Any:
        """Write organisations kept by their keys as lines that are found again."""
        if isinstance(value, list | tuple):
            return "\n".join(written(one) for one in Organisation.objects.filter(pk__in=value).order_by("name", "pk"))
        return value

    def clean(self, value: Any) -> list[Organisation]:  # type: ignore[override]
        """Return the organisations, each once, in the order typed.

        Raises:
            ValidationError: a line fits none of them, or several; or there are too many.
        """
        lines = [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(_("Indiquez au plus %(most)s structures.") % {"most": MOST})
        return list({one.pk: one for one in map(self._found, lines)}.values())

    def _found(self, line: str) -> Organisation:
        found = matching(self.rows, line)
        if len(found) == 1:
            return found[0]
        words = {"line": line[:80], "choices": " ; ".join(written(one) for one in found)}
        if found:
            sentence = _("Plusieurs structures répondent à « %(line)s ». Recopiez l'une de ces lignes : %(choices)s")
        else:
            sentence = _("Aucune structure connue ne répond à « %(line)s ». Vérifiez le SIRET, ou citez-la plus haut.")
        raise ValidationError(sentence % words)


def keys(organisations: Iterable[Organisation]) -> list[str]:
    """Return what a draft keeps of organisations."""
    return [str(one.pk) for one in organisations]


def is_same(organisation: Organisation, answers: dict[str, Any]) -> bool:
    """Tell whether an organisation is the one that fills the form."""
    number = answers.get("siret") or answers.get("ridet")
    own = organisation.siret or organisation.ridet
    return bool(number) and own == number and organisation.branch_name == (answers.get("branch_name") or "").strip()
