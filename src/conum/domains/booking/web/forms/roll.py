"""The roll of a workshop: an answer for each registration, and a count (BOO-43)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.forms import CharField, ChoiceField, IntegerField
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.models import Registration, Workshop
from conum.domains.booking.operations.roll import Count, Tick
from conum.domains.booking.web.forms.staff import HeldForm
from conum.kernel.ui import forms

ANSWERS = [("oui", _("Venu")), ("non", _("Absent"))]
ANSWER = {"attended": "oui", "no_show": "non"}


class RollForm(forms.Form):
    """Built from those registered: what one does not answer is left as it is.

    A device that sends later gives what it holds only, with what it had seen (`vu-…`).
    """

    arrivals = HeldForm.base_fields["unregistered_arrivals"]
    arrivals_seen = IntegerField(min_value=0, required=False)

    def __init__(self, *args: Any, workshop: Workshop, registrations: Iterable[Registration], **kwargs: Any) -> None:
        """Add the fields of each registration."""
        super().__init__(*args, **kwargs)
        self.registrations = list(registrations)
        self.fields["arrivals"].required = False
        self.initial |= {"arrivals": workshop.unregistered_arrivals, "arrivals_seen": workshop.unregistered_arrivals}
        for row in self.registrations:
            self._add(row)

    def _add(self, row: Registration) -> None:
        who = str(row.contact)
        self.fields[f"venue-{row.pk}"] = ChoiceField(label=who, choices=ANSWERS, required=False)
        self.fields[f"combien-{row.pk}"] = IntegerField(
            label=_("Venus avec %s") % who, min_value=1, max_value=row.party_size, required=False
        )
        self.fields[f"vu-{row.pk}"] = CharField(required=False, max_length=40)
        self.initial |= {
            f"venue-{row.pk}": ANSWER.get(row.state, ""),
            f"combien-{row.pk}": row.attended_size or row.party_size,
            f"vu-{row.pk}": row.state_at.isoformat(),
        }

    def lines(self) -> list[dict[str, Any]]:
        """Each registration with its fields, for the page."""
        names = ("venue", "combien", "vu")
        return [{"row": row} | {name: self[f"{name}-{row.pk}"] for name in names} for row in self.registrations]

    @property
    def ticks(self) -> list[Tick]:
        """What was answered."""
        given = self.cleaned_data
        return [
            Tick(
                row.pk, given[f"venue-{row.pk}"] == "oui", given.get(f"combien-{row.pk}"),
                _instant(given.get(f"vu-{row.pk}", ""), row.state_at),
            )
            for row in self.registrations
            if given.get(f"venue-{row.pk}")
        ]  # fmt: skip

    @property
    def count(self) -> Count | None:
        """Those who came without registration, when it is said."""
        arrivals, seen = self.cleaned_data.get("arrivals"), self.cleaned_data.get("arrivals_seen")
        return None if arrivals is None else Count(arrivals, self.initial["arrivals"] if seen is None else seen)


def _instant(text: str, otherwise: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return otherwise
    return found if found.tzinfo else otherwise
