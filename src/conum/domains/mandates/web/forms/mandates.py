"""Forms of mandates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.forms import BooleanField, CharField, CheckboxInput, ChoiceField, MultipleChoiceField, TextInput
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conum.domains.mandates import parameters
from conum.domains.mandates.enums import MandateMode
from conum.domains.mandates.models import Accreditation, Authorisation, Mandate
from conum.domains.mandates.operations.preparing import modes
from conum.domains.mandates.queries.team import allowed_groups
from conum.kernel.ui import forms


def duration_words(days: int) -> str:
    """Return the words of a duration."""
    return ngettext("{days} jour : pour une démarche aujourd'hui", "{days} jours", days).format(days=days)


class ChoicesForm(forms.Form):
    """What the citizen wants: groups of procedures, duration, way of signing."""

    procedures = MultipleChoiceField(
        label=_("Démarches que l'usager autorise"),
        widget=forms.CheckboxChoices,
        help_text=_("Seulement celles dont il a besoin. Les autres pourront faire l'objet d'un autre mandat."),
        error_messages={"required": _("Choisissez au moins un groupe de démarches.")},
    )
    days = ChoiceField(label=_("Durée du mandat"))
    mode = ChoiceField(label=_("Comment l'usager signe"), initial=MandateMode.IN_PERSON)

    def __init__(self, *args: Any, accreditation: Accreditation, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = list(allowed_groups(accreditation, now))
        field: Any = self.fields["procedures"]
        field.choices = [(one.code, f"{one.label} — {one.caution}" if one.caution else one.label) for one in allowed]
        days = parameters.DURATIONS_DAYS.on(localdate(now))
        self.fields["days"] = ChoiceField(
            label=_("Durée du mandat"),
            choices=[(str(count), duration_words(count)) for count in days],
            widget=forms.RichRadio,
            help_text=_("Le mandat finit à minuit, le dernier jour. Le premier jour est aujourd'hui."),
        )
        self.fields["mode"] = ChoiceField(
            label=_("Comment l'usager signe"),
            choices=[(mode, MandateMode(mode).label) for mode in modes(now)],
            initial=MandateMode.IN_PERSON,
            widget=forms.RichRadio(
                hints={
                    MandateMode.REMOTE_PAPER: _("Vous avez entre les mains le mandat papier qu'il a signé."),
                    MandateMode.REMOTE_SMS: _("Il reçoit le résumé sur son mobile et répond OUI."),
                }
            ),
        )


class SummaryForm(forms.Form):
    """The boxes of the summary, once it has been read aloud."""

    consent = BooleanField(
        label=_("L'usager a entendu ce résumé, l'a compris et donne son accord"),
        error_messages={"required": _("L'usager doit avoir entendu le résumé et donner son accord.")},
    )
    not_protected = BooleanField(
        label=_("L'usager déclare n'être ni sous tutelle, ni sous curatelle, ni sous sauvegarde de justice"),
        error_messages={
            "required": _(
                "Cochez cette case si l'usager n'a pas de mesure de protection. S'il en a une, arrêtez le mandat."
            )
        },
    )
    paper = BooleanField(
        label=_("Le mandat papier signé par l'usager est dans nos dossiers, où il restera au moins six ans"),
        error_messages={"required": _("Confirmez que le mandat signé sur papier est entre vos mains.")},
        widget=CheckboxInput,
    )

    def __init__(self, *args: Any, mode: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mode != MandateMode.REMOTE_PAPER:
            del self.fields["paper"]


class PhoneForm(forms.Form):
    """To which mobile the question goes."""

    phone = forms.PhoneField(
        label=_("Mobile de l'usager"),
        help_text=_("Le sien : c'est de ce numéro qu'il répondra. Exemple : 06 12 34 56 78"),
    )


class RevokeForm(forms.Form):
    """Which groups end."""

    procedures = MultipleChoiceField(
        label=_("Autorisations à révoquer"),
        widget=forms.CheckboxChoices,
        error_messages={"required": _("Choisissez au moins une autorisation à révoquer.")},
    )

    def __init__(self, *args: Any, mandate: Mandate, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alive = Authorisation.objects.filter(mandate=mandate, revoked_at=None, expires_at__gt=now)
        found = [(one.group_id, one.group.label) for one in alive.select_related("group").order_by("group__position")]
        field: Any = self.fields["procedures"]
        field.choices = found
        field.initial = [code for code, _label in found]


class CodeForm(forms.Form):
    """A code printed on a paper."""

    code = CharField(
        label=_("Code de vérification"),
        max_length=40,
        widget=TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Imprimé sur l'attestation, par exemple ABCDE-23456."),
    )


class RevocationCodeForm(CodeForm):
    """The code by which the citizen ends the mandate."""

    code = CharField(
        label=_("Code de révocation"),
        max_length=40,
        widget=TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Imprimé sur l'attestation, dans « Mettre fin au mandat », par exemple ABCD-2345-WXYZ."),
    )
    sure = BooleanField(
        label=_("Je veux mettre fin à tout le mandat, maintenant"),
        error_messages={"required": _("Confirmez que vous voulez mettre fin au mandat.")},
    )


class AdministerForm(CodeForm):
    """Why the administration ends a mandate."""

    reason = forms.LongTextField(label=_("Motif"), max_length=500)


class TransferForm(forms.Form):
    """To whom a mandate goes."""

    organisation = CharField(
        label=_("SIRET de la nouvelle structure"),
        max_length=20,
        widget=TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("14 chiffres. Elle doit être habilitée Aidants Connect."),
    )

    def clean_organisation(self) -> str:
        """Keep the digits."""
        digits = "".join(self.cleaned_data["organisation"].split())
        if len(digits) != 14 or not digits.isdecimal():
            self.add_error("organisation", _("Le SIRET compte 14 chiffres."))
        return digits


class ExportForm(forms.Form):
    """Why a list with names leaves the screen (PRI-11)."""

    reason = CharField(
        label=_("Pourquoi exporter cette liste"),
        max_length=200,
        min_length=5,
        help_text=_("Elle contient des noms d'usagers. Le motif est inscrit au journal et dans le fichier."),
    )
    kind = ChoiceField(
        label=_("Format"), choices=[("csv", "CSV"), ("xlsx", "XLSX")], initial="csv", widget=forms.RichRadio
    )
