"""Forms of the national plan."""

from __future__ import annotations

from django.forms import TypedChoiceField
from django.utils.translation import gettext_lazy as _

from conum.kernel.ui import forms

NO_EXTRA = 0
EXTRA_KM = [
    (NO_EXTRA, _("Non, le plan seul")),
    (5, _("Oui, 5 km de plus")),
    (10, _("Oui, 10 km de plus")),
    (20, _("Oui, 20 km de plus")),
]


class PlanForm(forms.Form):
    """Ask for a plan, with a "what if" beside it."""

    extra_km = TypedChoiceField(
        label=_("Calculer aussi : et si chaque candidat acceptait d'aller plus loin ?"),
        choices=EXTRA_KM,
        coerce=int,
        initial=10,
        help_text=_("Les deux plans partent des mêmes postes et des mêmes candidats, puis se comparent."),
    )
