"""Forms of the administrator about an application."""

from __future__ import annotations

from typing import Any

from django.core.validators import MinLengthValidator
from django.forms import CheckboxSelectMultiple, ChoiceField, MultipleChoiceField, RadioSelect
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.models import AccreditationRequest
from conum.domains.mandates.web.forms.team import GroupsForm
from conum.domains.mandates.workflow import REQUESTS
from conum.kernel.ui import forms

KINDS = (
    ("message", _("Écrire un message, sans changer l'état")),
    ("require_changes", _("Demander des modifications : le demandeur corrige et renvoie")),
    ("propose_changes", _("Proposer des modifications : le demandeur accepte ou corrige")),
)


class AnswerForm(forms.Form):
    """A message, changes asked for or proposed."""

    kind = ChoiceField(label=_("Votre réponse"), choices=KINDS, widget=RadioSelect, initial="message")
    body = forms.LongTextField(label=_("Message au demandeur"), max_length=2000, validators=[MinLengthValidator(3)])
    removed = MultipleChoiceField(
        label=_("Personnes à retirer de la demande"),
        required=False,
        widget=CheckboxSelectMultiple,
        help_text=_("Seulement si vous proposez des modifications."),
    )

    def __init__(self, *args: Any, request: AccreditationRequest, **kwargs: Any) -> None:
        """Offer what the state allows, and the people named."""
        super().__init__(*args, **kwargs)
        possible = {"message", *(transition.name for transition in REQUESTS.from_state(request.state))}
        self.fields["kind"].choices = [kind for kind in KINDS if kind[0] in possible]  # type: ignore[attr-defined]
        people = {person.email: f"{person}, {person.email}" for person in request.people.all() if person.part != "lead"}
        if people and "propose_changes" in possible:
            self.fields["removed"].choices = list(people.items())  # type: ignore[attr-defined]
        else:
            del self.fields["removed"]


class AccreditForm(GroupsForm):
    """The groups of procedures permitted, all ticked at first."""


class RefuseForm(forms.Form):
    """Why the application is refused."""

    reason = forms.LongTextField(
        label=_("Motif, envoyé au demandeur"),
        max_length=2000,
        validators=[MinLengthValidator(10)],
        help_text=_("De 10 à 2 000 caractères."),
    )
