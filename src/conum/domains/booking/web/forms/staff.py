"""Forms of professionals about bookings and workshops."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import BooleanField, CharField, ChoiceField, IntegerField, ModelChoiceField, MultipleChoiceField
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import Level, Scope, Theme
from conum.domains.booking.operations.workshops import Plan
from conum.domains.booking.web.forms.people import PersonForm
from conum.domains.booking.web.forms.presences import RepeatingForm, hour
from conum.kernel.ui import forms


class ReasonForm(forms.Form):
    """Why the service cancels: the person reads it."""

    reason = forms.LongTextField(
        label=_("Motif, que la personne lira"), max_length=500, help_text=_("Exemple : la conseillère est absente.")
    )


class ScopedReasonForm(ReasonForm):
    """The same, and how far it reaches in a series."""

    scope = ChoiceField(label=_("Annuler"), choices=Scope.choices, initial=Scope.THIS, widget=forms.RichRadio)


class StaffPersonForm(PersonForm):
    """Whoever is booked for; notes are read by the people of the appointment only."""

    context = forms.LongTextField(
        label=_("Contexte"), max_length=1000, required=False,
        help_text=_("Lu seulement par les professionnels de ce rendez-vous. N'écrivez rien sur la santé."),
    )  # fmt: skip
    party_size = IntegerField(label=_("Nombre de personnes"), min_value=1, max_value=5, initial=1)

    def __init__(self, *args: Any, workshop: bool = False, **kwargs: Any) -> None:
        """Seats are asked for a workshop only."""
        super().__init__(*args, **kwargs)
        if not workshop:
            del self.fields["party_size"]


class PlanForm(RepeatingForm):
    """A workshop, alone or a series."""

    field_order = ("type", "title", "people", "place")
    type = ModelChoiceField(label=_("Motif"), queryset=None, empty_label=None)
    title = CharField(label=_("Titre"), max_length=120)
    people = MultipleChoiceField(label=_("Qui anime ?"), widget=forms.CheckboxChoices)
    place = ModelChoiceField(label=_("Où ?"), queryset=None, required=False, empty_label=_("En visioconférence"))
    seats = IntegerField(
        label=_("Nombre de places"), min_value=1, max_value=100, initial=10, required=False,
        help_text=_("Vide : pas de limite"),
    )  # fmt: skip
    level = ChoiceField(label=_("Niveau"), choices=[("", _("Tous niveaux")), *Level.choices], required=False)
    themes = MultipleChoiceField(label=_("Thèmes"), choices=Theme.choices, required=False, widget=forms.CheckboxChoices)
    description = forms.LongTextField(label=_("Description"), max_length=5000, required=False)
    public_audience = CharField(label=_("Pour qui ?"), max_length=200, required=False)
    equipment_provided = BooleanField(label=_("Le matériel est prêté sur place"), required=False)
    start_time = hour(_("De"))

    def __init__(self, *args: Any, team: Any, places: Any, types: Any, scoped: bool = False, **kwargs: Any) -> None:
        """Offer the people, places and types of the organisation; a change asks how far it reaches."""
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = types
        self.fields["people"].choices = [(str(person.pk), str(person)) for person in team]
        self.fields["place"].queryset = places
        self.fields["frequency"].initial = "none"
        if scoped:
            self.fields["scope"] = ChoiceField(
                label=_("Modifier"), choices=Scope.choices, initial=Scope.THIS, widget=forms.RichRadio
            )

    @property
    def plan(self) -> Plan:
        """What the checked form says."""
        given = self.cleaned_data
        return Plan(
            type_id=given["type"].pk,
            people=[UUID(key) for key in given["people"]],
            title=given["title"],
            place_id=given["place"].pk if given["place"] else None,
            seats=given["seats"],
            level=given["level"],
            themes=given["themes"],
            description=given["description"],
            public_audience=given["public_audience"],
            equipment_provided=given["equipment_provided"],
        )


class HeldForm(forms.Form):
    """How a workshop went."""

    unregistered_arrivals = IntegerField(
        label=_("Venus sans inscription"), min_value=0, max_value=200, initial=0,
        help_text=_("Un nombre : personne n'est nommé."),
    )  # fmt: skip
