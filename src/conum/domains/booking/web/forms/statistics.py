"""What is counted: a period, and perhaps a type, a place, a territory or a state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ChoiceField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.booking.enums import BookingState
from conum.domains.booking.queries.agenda import monday_of
from conum.domains.booking.queries.statistics import Asked
from conum.kernel.ui import forms

WEEKS = 12
MOST_DAYS = 731  # two years: what is kept of the history of bookings
EVERYTHING = ("", gettext_lazy("Tous"))


class StatisticsForm(forms.FilterForm):
    """Read from the address; empty, the last twelve weeks."""

    du = forms.DateField(label=gettext_lazy("Du"), required=False)
    au = forms.DateField(label=gettext_lazy("Au"), required=False)
    motif = ChoiceField(label=gettext_lazy("Motif"), required=False)
    lieu = ChoiceField(label=gettext_lazy("Lieu"), required=False)
    territoire = ChoiceField(label=gettext_lazy("Territoire"), required=False)
    etat = ChoiceField(label=gettext_lazy("État"), required=False, choices=[EVERYTHING, *BookingState.choices])

    def __init__(self, given: Any, types: Iterable[Any], places: Iterable[Any], today: date) -> None:
        """Offer the types and the places of the actor, and the territories of these places."""
        super().__init__(given)
        self.today = today
        rows = list(places)
        self.fields["motif"].choices = [EVERYTHING, *((str(row.pk), row.name) for row in types)]  # type: ignore[attr-defined]
        self.fields["lieu"].choices = [EVERYTHING, *((str(row.pk), row.name) for row in rows)]  # type: ignore[attr-defined]
        communes = {row.commune_id: row.commune.name for row in rows}
        departments = {row.commune.department_id: row.commune.department.name for row in rows}
        self.fields["territoire"].choices = [  # type: ignore[attr-defined]
            EVERYTHING,
            (_("Départements"), _by_name(departments)),
            (_("Communes"), _by_name(communes)),
        ]

    def clean(self) -> dict[str, Any]:
        """Complete the period; it ends after it starts and lasts two years at most."""
        data = super().clean() or {}
        first, last = self.period(data.get("du"), data.get("au"))
        if not {"du", "au"} & set(self.errors):
            if last < first:
                raise ValidationError({"au": _("« Au » vient avant « Du » : choisissez un jour plus tardif.")})
            if (last - first).days > MOST_DAYS:
                raise ValidationError({"du": _("La période dure deux ans au plus : rapprochez « Du » de « Au ».")})
        return data | {"du": first, "au": last}

    def period(self, first: date | None, last: date | None) -> tuple[date, date]:
        """Return whole weeks when nothing is said: the last twelve and this one."""
        ending = last or max(monday_of(self.today) + timedelta(days=6), first or date.min)
        return first or monday_of(ending) - timedelta(weeks=WEEKS), ending

    @property
    def asked(self) -> Asked | None:
        """What is counted; None while the address holds mistakes."""
        if not self.is_bound:
            return Asked(*self.period(None, None))
        if not self.is_valid():
            return None
        data = self.cleaned_data
        return Asked(
            data["du"], data["au"], data["motif"] or None, data["lieu"] or None, data["territoire"], data["etat"]
        )


def _by_name(named: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(((code, f"{name} ({code})") for code, name in named.items()), key=lambda pair: pair[1])
