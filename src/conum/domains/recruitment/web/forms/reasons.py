"""Forms that ask a reason."""

from __future__ import annotations

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from conum.domains.recruitment.enums import (
    ADMIN_REMOVAL_REASONS,
    OWN_REMOVAL_REASONS,
    CandidateDeclineReason,
    NotRetainedReason,
)
from conum.kernel.ui import forms


class OwnRemovalForm(forms.Form):
    """Why one deletes the own application (REC-06)."""

    reason = django_forms.ChoiceField(
        label=_("Pourquoi supprimez-vous votre candidature ?"),
        choices=[(reason.value, reason.label) for reason in OWN_REMOVAL_REASONS],
        widget=django_forms.RadioSelect,
    )


class AdminRemovalForm(forms.Form):
    """Why an administrator deletes an application, and the e-mail typed again (REC-06)."""

    reason = django_forms.ChoiceField(
        label=_("Motif"),
        choices=[(reason.value, reason.label) for reason in ADMIN_REMOVAL_REASONS],
        widget=django_forms.RadioSelect,
    )
    email = django_forms.EmailField(
        label=_("Adresse électronique de la candidature"),
        help_text=_("Recopiez-la pour confirmer : la suppression est immédiate et définitive."),
        widget=django_forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class NotRetainedForm(forms.Form):
    """Why the host does not retain a candidate; the candidate reads it (REC-35)."""

    reason = django_forms.ChoiceField(
        label=_("Motif communiqué au candidat"), choices=NotRetainedReason.choices, widget=django_forms.RadioSelect
    )


class DeclineForm(forms.Form):
    """Why the candidate declines a host."""

    reason = django_forms.ChoiceField(
        label=_("Pourquoi refusez-vous ?"), choices=CandidateDeclineReason.choices, widget=django_forms.RadioSelect
    )


class CancelContractForm(forms.Form):
    """Why a contract is cancelled."""

    reason = forms.LongTextField(label=_("Motif de l'annulation"), max_length=500, required=False)


class RefuseChangeForm(forms.Form):
    """Why an extension or a renewal is refused."""

    reason = forms.LongTextField(label=_("Motif du refus"), max_length=500)
