"""What a visitor fills to report an error."""

from __future__ import annotations

from django.forms import ChoiceField, EmailField, EmailInput, RadioSelect
from django.utils.translation import gettext_lazy as _

from conum.domains.places.enums.report import ReportSubject
from conum.kernel.ui import forms
from conum.kernel.web.challenge import Challenged

LONGEST_MESSAGE = 1000


class ReportForm(Challenged, forms.Form):
    """What is wrong, in a few words; the address only to be answered."""

    subject = ChoiceField(label=_("Qu'est-ce qui est faux ?"), choices=ReportSubject.choices, widget=RadioSelect)
    message = forms.LongTextField(label=_("Ce qu'il faudrait écrire"), max_length=LONGEST_MESSAGE, required=False)
    email = EmailField(
        max_length=254,
        label=_("Votre adresse électronique"),
        required=False,
        help_text=_("Pour vous répondre seulement. Effacée au bout de six mois."),
        widget=EmailInput(attrs={"autocomplete": "email"}),
    )
