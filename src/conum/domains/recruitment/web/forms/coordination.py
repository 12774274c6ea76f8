"""Form of the scope of a coordinator."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.forms import ChoiceField, MultipleChoiceField
from django.utils.translation import gettext_lazy as _

from conum.commons.territories.web.fields import CommuneField
from conum.domains.positions.enums import CoordinationKind
from conum.domains.recruitment.operations.coordination import ScopeTerms
from conum.kernel.ui import forms

FRESH = tuple(f"commune_{rank}" for rank in range(1, 6))


class ScopeForm(forms.Form):
    """A kind of scope; the people of a team are ticked, the communes of a basin ticked or written."""

    fieldsets: ClassVar = (
        ("", ("kind",)),
        (_("Pour une équipe"), ("people",)),
        (_("Pour un bassin de communes"), ("kept", *FRESH)),
    )
    kind = ChoiceField(label=_("Que coordonne cette personne ?"), widget=forms.RichRadio)
    people = MultipleChoiceField(label=_("Conseillers de l'équipe"), widget=forms.CheckboxChoices, required=False)
    kept = MultipleChoiceField(
        label=_("Communes du bassin"),
        help_text=_("Décochez une commune pour la retirer."),
        widget=forms.CheckboxChoices,
        required=False,
    )

    def __init__(self, *args: Any, team: Any, communes: Any, territory: Any, **kwargs: Any) -> None:
        """Offer the people found, the communes kept, five places for new ones; say which territory is the post's."""
        super().__init__(*args, **kwargs)
        hints = {CoordinationKind.DEPARTMENT: territory.name, CoordinationKind.REGION: territory.region.name}
        self.fields["kind"].choices = [(kind, _with(kind.label, hints.get(kind))) for kind in CoordinationKind]
        self.fields["people"].choices = [(str(person.pk), str(person)) for person in team]
        self.fields["kept"].choices = [(row.pk, row.label) for row in communes]
        for rank, name in enumerate(FRESH, 1):
            label = _("Commune à ajouter ({rank})").format(rank=rank)
            self.fields[name] = CommuneField(label=label, required=False)
        for name in ("people", "kept"):
            if not self.fields[name].choices:
                del self.fields[name]

    def terms(self) -> ScopeTerms:
        """Return what the checked form says."""
        given = self.cleaned_data
        fresh = [given[name].pk for name in FRESH if given.get(name)]
        people = tuple(UUID(key) for key in given.get("people", ()))
        return ScopeTerms(given["kind"], people, (*given.get("kept", ()), *fresh))


def _with(label: Any, name: str | None) -> str:
    return f"{label} : {name}" if name else str(label)
