"""Forms about a request: opinion, decision, withdrawal, duplicate, reasons."""

from __future__ import annotations

from typing import Any

from django.core.validators import MinLengthValidator
from django.db.models import QuerySet
from django.forms import (
    BooleanField,
    CharField,
    ChoiceField,
    HiddenInput,
    IntegerField,
    ModelChoiceField,
    RadioSelect,
    Select,
)
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.models import Organisation
from conum.domains.positions.enums import (
    CoordinationCriterion,
    DecisionVerdict,
    OpinionVerdict,
    PostKind,
    RefusalReason,
)
from conum.domains.positions.operations.opinions import Opinion
from conum.domains.positions.queries.sessions import open_sessions
from conum.domains.positions.rules.opinions import COMMENT_MAX, COMMENT_MIN
from conum.kernel.ui import forms

WEIGHTS = (("strong", _("Fort")), ("medium", _("Moyen")), ("weak", _("Faible")))
POSTS_ERROR = _("Indiquez un nombre entier de postes, 0 ou plus.")


class OpinionForm(forms.Form):
    """The prefect's opinion (POS-11)."""

    verdict = ChoiceField(label=_("Votre avis"), choices=OpinionVerdict.choices, widget=RadioSelect)
    proposed_posts = IntegerField(
        label=_("Postes proposés"),
        min_value=0,
        max_value=300,
        error_messages={"invalid": POSTS_ERROR, "min_value": POSTS_ERROR},
    )
    comment = forms.LongTextField(
        label=_("Commentaire"),
        max_length=COMMENT_MAX,
        help_text=_("De 10 à 1 000 caractères. Le comité et la structure le lisent."),
        validators=[MinLengthValidator(COMMENT_MIN, _("Le commentaire compte au moins 10 caractères."))],
    )
    france_services = BooleanField(label=_("La structure est, ou accueille, une France Services"), required=False)
    zrr = BooleanField(label=_("La commune est en zone de revitalisation rurale (ZRR ou FRR)"), required=False)
    qpv = CharField(
        label=_("Quartiers prioritaires concernés"), max_length=500, required=False, help_text=_("Codes et noms.")
    )
    transfer_from = ModelChoiceField(
        label=_("Par transfert depuis"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Pas de transfert"),
        help_text=_("Structure du département dont un poste pourrait venir."),
    )

    def __init__(self, *args: Any, hosts: QuerySet[Organisation], **kwargs: Any) -> None:
        """`hosts` are the structures from which a post may come."""
        super().__init__(*args, **kwargs)
        self.fields["transfer_from"].queryset = hosts  # type: ignore[attr-defined]

    def opinion(self) -> Opinion:
        """Return what was written."""
        given = dict(self.cleaned_data)
        source = given.pop("transfer_from")
        return Opinion(**given, transfer_from_id=source.pk if source else None)


class DecisionForm(forms.Form):
    """One decision of the committee (POS-20 to POS-26)."""

    verdict = ChoiceField(label=_("Décision"), choices=DecisionVerdict.choices, widget=RadioSelect)
    session = ChoiceField(
        label=_("Session"), required=False, help_text=_("Sans session : décision individuelle, datée d'aujourd'hui.")
    )
    posts_granted = IntegerField(
        label=_("Postes accordés"),
        min_value=0,
        max_value=300,
        required=False,
        help_text=_("Au moins 1 si la demande est acceptée."),
        error_messages={"invalid": POSTS_ERROR, "min_value": POSTS_ERROR},
    )
    refusal_reason = ChoiceField(
        label=_("Motif du refus"), choices=[("", _("Choisir un motif")), *RefusalReason.choices], required=False
    )
    observation = forms.LongTextField(
        label=_("Observation"),
        max_length=2000,
        required=False,
        help_text=_("Obligatoire pour un examen complémentaire."),
    )
    priority = BooleanField(label=_("Demande prioritaire"), required=False)
    phase = ChoiceField(label=_("Phase"), choices=((2, "2"), (1, "1")), required=False, widget=Select)
    no_opinion_reason = forms.LongTextField(
        label=_("Pourquoi décider sans avis de la préfecture ?"), max_length=1000, required=False
    )

    def __init__(self, *args: Any, kind: str, has_opinion: bool, session: str = "", **kwargs: Any) -> None:
        """Offer the open sessions; weigh a coordinator; ask why there is no opinion."""
        super().__init__(*args, **kwargs)
        sessions = [(str(row.pk), f"{row.label} ({row.date:%d/%m/%Y})") for row in open_sessions()]
        self.fields["session"].choices = [("", _("Sans session")), *sessions]  # type: ignore[attr-defined]
        self.fields["session"].initial = session
        if has_opinion:
            del self.fields["no_opinion_reason"]
        if kind == PostKind.COORDINATOR:
            for code, label in CoordinationCriterion.choices:
                self.fields[f"criterion_{code}"] = ChoiceField(
                    label=label, choices=[("", _("Choisir")), *WEIGHTS], required=False
                )

    def criteria(self) -> dict[str, str]:
        """Return the weighing of POS-26."""
        return {
            code: self.cleaned_data[f"criterion_{code}"]
            for code in CoordinationCriterion.values
            if self.cleaned_data.get(f"criterion_{code}")
        }


class ManyForm(forms.Form):
    """The same decision for the requests ticked in the working screen."""

    verdict = ChoiceField(label=_("Décision"), choices=DecisionVerdict.choices)
    refusal_reason = ChoiceField(
        label=_("Motif du refus"), choices=[("", _("Choisir un motif")), *RefusalReason.choices], required=False
    )
    observation = CharField(label=_("Observation"), max_length=2000, required=False)
    session = CharField(widget=HiddenInput, required=False)


class ReasonForm(forms.Form):
    """Why: kept in the history of the request."""

    reason = forms.LongTextField(label=_("Motif"), max_length=1000)


class WithdrawForm(forms.Form):
    """Why the applicant gives up, if they wish to say it."""

    reason = forms.LongTextField(label=_("Motif"), max_length=1000, required=False)


class DuplicateForm(forms.Form):
    """Which request stays."""

    kept_number = IntegerField(
        label=_("Numéro de la demande conservée"),
        min_value=1,
        error_messages={"invalid": _("Donnez le numéro de la demande, par exemple 128.")},
    )


class OverrideForm(forms.Form):
    """Posts above the quota, for a second administrator to agree (POS-22)."""

    posts = IntegerField(
        label=_("Postes au-delà de la dotation"),
        min_value=1,
        max_value=300,
        initial=1,
        error_messages={"invalid": POSTS_ERROR},
    )
    reason = forms.LongTextField(label=_("Motif"), max_length=1000)
