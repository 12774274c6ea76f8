"""Forms of additions, returns and transfers of posts."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BooleanField, CharField, ChoiceField, IntegerField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from conum.commons.accounts.models import Organisation
from conum.domains.positions.enums import AmendmentKind, PostKind
from conum.domains.positions.queries.amendments import Held
from conum.domains.positions.queries.transfers import hosts_with_legal_id
from conum.domains.positions.rules.amendments import reasons_of
from conum.kernel.ui import forms

WRONG_POSTS = __("Indiquez un nombre entier de postes, 1 ou plus.")


def _posts(label: str, **more: Any) -> IntegerField:
    errors = dict.fromkeys(("invalid", "min_value"), WRONG_POSTS)
    return IntegerField(label=label, min_value=1, max_value=300, error_messages=errors, **more)


class AmendmentForm(forms.Form):
    """What a host asks; the kinds offered are those it holds."""

    kind = ChoiceField(label=__("Type de poste"))
    posts = _posts(__("Nombre de postes"))
    reason = ChoiceField(label=__("Motif"))
    reason_text = forms.LongTextField(label=__("Précisions"), max_length=1000, required=False)

    def __init__(self, *args: Any, direction: str, held: list[Held], **kwargs: Any) -> None:
        """Offer the kinds held and the reasons of this direction; a return may give its day and its letter."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.kind, PostKind(one.kind).label) for one in held]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [("", __("Choisir un motif")), *reasons_of(direction)]  # type: ignore[attr-defined]
        if direction == AmendmentKind.RETURN:
            self.fields["effective_on"] = forms.DateField(
                label=__("Date d'effet souhaitée"),
                required=False,
                help_text=__("Dernier jour des postes dans votre structure."),
            )
            self.fields["letter_reference"] = CharField(
                label=__("Référence de la lettre recommandée"),
                max_length=100,
                required=False,
                help_text=__("Envoyée au payeur, papier ou électronique. Vous pouvez la donner plus tard."),
            )
        else:
            self.fields["reason_text"].help_text = __("Obligatoire pour « Autre raison ».")


class AcceptAdditionForm(forms.Form):
    """An addition accepted, whole or in part."""

    posts_granted = _posts(__("Postes accordés"))
    decision_note = forms.LongTextField(label=__("Observation"), max_length=1000, required=False)
    no_opinion_reason = forms.LongTextField(
        label=__("Pourquoi décider sans avis de la préfecture ?"), max_length=1000, required=False
    )

    def __init__(self, *args: Any, has_opinion: bool, **kwargs: Any) -> None:
        """Ask why there is no opinion only when there is none."""
        super().__init__(*args, **kwargs)
        if has_opinion:
            del self.fields["no_opinion_reason"]


class AcceptReturnForm(forms.Form):
    """A return accepted: its last day and the letter that confirms it (POS-45)."""

    effective_on = forms.DateField(
        label=__("Dernier jour des postes"),
        help_text=__("Passé ou à venir, un an au plus : les postes se ferment ce soir-là."),
    )
    letter_reference = CharField(
        label=__("Référence de la lettre recommandée"),
        max_length=100,
        help_text=__("Lettre au payeur, ou son équivalent électronique."),
    )
    decision_note = forms.LongTextField(label=__("Observation"), max_length=1000, required=False)


class RefuseAmendmentForm(forms.Form):
    """Why an amendment is refused."""

    decision_note = forms.LongTextField(
        label=__("Motif du refus"), max_length=1000, help_text=__("La structure et la préfecture le lisent.")
    )


class RefuseTransferForm(forms.Form):
    """Why a side refuses a transfer."""

    refused_reason = forms.LongTextField(label=__("Motif du refus"), max_length=1000)


class TransferForm(forms.Form):
    """Where a post goes and when."""

    siret = CharField(
        label=__("SIRET ou RIDET de la structure d'arrivée"), max_length=20, help_text=__("14 chiffres, ou 7 à 10.")
    )
    branch_name = CharField(
        label=__("Antenne"), max_length=120, required=False, help_text=__("Si la structure en a plusieurs.")
    )
    effective_on = forms.DateField(label=__("Premier jour dans la nouvelle structure"))
    reason = forms.LongTextField(label=__("Motif"), max_length=1000, required=False)
    exceptional = BooleanField(
        label=__("Transfert exceptionnel (autre département, ou attribution fermée)"), required=False
    )

    def __init__(self, *args: Any, may_except: bool, **kwargs: Any) -> None:
        """Only an administrator may say that a transfer is exceptional."""
        super().__init__(*args, **kwargs)
        if not may_except:
            del self.fields["exceptional"]

    def clean_siret(self) -> str:
        """Return digits only.

        Raises:
            ValidationError: neither a SIRET nor a RIDET.
        """
        digits = re.sub(r"\s", "", self.cleaned_data["siret"])
        if not re.fullmatch(r"\d{14}|\d{7,10}", digits):
            raise ValidationError(_("Écrivez les 14 chiffres du SIRET, ou les 7 à 10 du RIDET."))
        return digits

    def clean(self) -> dict[str, Any]:
        """Find the organisation of arrival; say when there is none, or several branches to choose from."""
        data = super().clean() or {}
        if not data.get("siret"):
            return data
        found = list(hosts_with_legal_id(data["siret"], data.get("branch_name", "").strip())[:11])
        if not found:
            self.add_error("siret", _("Aucune structure connue n'a ce numéro : elle doit d'abord faire une demande."))
        elif len(found) > 1:
            names = ", ".join(f"« {host.branch_name or _('sans antenne')} »" for host in found)
            self.add_error(
                "branch_name", _("Plusieurs antennes ont ce numéro : choisissez parmi {names}.").format(names=names)
            )
        else:
            data["to_host"] = found[0]
        return data


def to_host(form: TransferForm) -> Organisation:
    """Return the organisation a valid form names."""
    host: Organisation = form.cleaned_data["to_host"]
    return host
