"""Forms of sessions and quotas."""

from __future__ import annotations

from django.forms import CharField, ChoiceField, IntegerField
from django.utils.translation import gettext_lazy as _

from conum.domains.positions.enums import ASKED_KINDS
from conum.kernel.ui import forms


class SessionForm(forms.Form):
    """A session to plan."""

    label = CharField(label=_("Intitulé"), max_length=40, help_text=_("Par exemple « COSELEC 12 » ou « 62BIS »."))
    date = forms.DateField(label=_("Date"))


class QuotaForm(forms.Form):
    """The quota of a département from a day on."""

    kind = ChoiceField(label=_("Type de poste"), choices=ASKED_KINDS)
    posts = IntegerField(
        label=_("Postes"),
        min_value=0,
        max_value=4000,
        error_messages={"invalid": _("Indiquez un nombre entier de postes, 0 ou plus.")},
    )
    valid_from = forms.DateField(label=_("À partir du"), help_text=_("Aujourd'hui ou une date à venir."))
    source = CharField(label=_("Source"), max_length=200, help_text=_("Décision, courrier ou scénario qui la fixe."))
