"""Forms of the messaging module."""

from __future__ import annotations

from django.forms import MultipleChoiceField
from django.utils.translation import gettext_lazy as _

from conum.commons.messaging.enums import Topic
from conum.kernel.ui import forms


class PreferencesForm(forms.Form):
    """Optional mails, ticked when wanted."""

    wanted = MultipleChoiceField(
        label=_("Courriels facultatifs que je veux recevoir"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxChoices,
        help_text=_("Les courriels nécessaires à vos démarches (décisions, codes) sont toujours envoyés."),
    )
