"""Forms of contracts, changes, terminations and leaves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from conum.domains.recruitment.enums import (
    CONTRACT_EVIDENCE,
    TERMINATION_EVIDENCE,
    ContractChangeKind,
    ContractKind,
    PartTimeReason,
    TerminationEvidence,
    TerminationReason,
)
from conum.domains.recruitment.operations.changes import ChangeTerms
from conum.domains.recruitment.operations.contracts import ContractTerms
from conum.domains.recruitment.web.forms.application import ContentUploadField
from conum.kernel.ui import forms


class EuroField(django_forms.DecimalField):
    """An amount in euros as people write it: « 1 801,80 », « 1801.80 » or « 1 801,80 € »."""

    def to_python(self, value: Any) -> Decimal | None:
        """Read it whatever the spaces and the mark of decimals."""
        plain = "".join(str(value or "").replace("€", "").split()).replace(",", ".")
        return super().to_python(plain)


def salary(label: Any, hint: Any = "") -> EuroField:
    """Return the field of a gross monthly salary in euros."""
    return EuroField(
        label=label,
        help_text=hint,
        max_digits=8,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=django_forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": _("Écrivez un montant en euros, par exemple 1 801,80.")},
    )


class ContractForm(forms.Form):
    """The contract of a shortlisted candidate."""

    fieldsets = (
        (_("Contrat"), ("kind", "starts_on", "ends_on", "gross_monthly_salary", "evidence")),
        (_("Temps de travail"), ("working_time", "part_time_reason", "part_time_evidence")),
        (
            _("Responsable hiérarchique"),
            ("manager_first_name", "manager_last_name", "manager_function", "manager_email", "manager_phone"),
        ),
    )
    kind = django_forms.ChoiceField(label=_("Type de contrat"), choices=ContractKind.choices)
    starts_on = forms.DateField(label=_("Premier jour du contrat"))
    ends_on = forms.DateField(
        label=_("Dernier jour du contrat"), required=False, help_text=_("À laisser vide pour un CDI ou un titulaire.")
    )
    gross_monthly_salary = salary(
        _("Salaire brut mensuel (€)"), _("Au moins le SMIC en vigueur le premier jour. Exemple : 1 801,80")
    )
    evidence = ContentUploadField(CONTRACT_EVIDENCE, label=_("Contrat signé"), required=False)
    working_time = django_forms.IntegerField(
        label=_("Temps de travail (%)"),
        initial=100,
        min_value=50,
        max_value=100,
        help_text=_("100 pour un temps plein. Un temps partiel n'est accepté que par exception."),
    )
    part_time_reason = django_forms.ChoiceField(
        label=_("Motif du temps partiel"),
        choices=[("", _("Temps plein")), *PartTimeReason.choices],
        required=False,
    )
    part_time_evidence = ContentUploadField(CONTRACT_EVIDENCE, label=_("Justificatif du temps partiel"), required=False)
    manager_first_name = django_forms.CharField(label=_("Prénom"), min_length=2, max_length=50)
    manager_last_name = django_forms.CharField(label=_("Nom"), min_length=2, max_length=50)
    manager_function = django_forms.CharField(label=_("Fonction"), min_length=2, max_length=100)
    manager_email = django_forms.EmailField(label=_("Adresse électronique"))
    manager_phone = forms.PhoneField(label=_("Téléphone"), required=False)

    def terms(self, *, coordinator: bool) -> ContractTerms:
        """Return the contract as the operation takes it."""
        files = ("evidence", "part_time_evidence")
        given = {name: value for name, value in self.cleaned_data.items() if name not in files}
        return ContractTerms(**given, coordinator=coordinator)


class ValidateContractForm(forms.Form):
    """The evidence was seen."""

    evidence_seen = django_forms.BooleanField(label=_("Les pièces du contrat ont été reçues et vérifiées"))


class ExtensionForm(forms.Form):
    """A later end for the same contract."""

    new_end = forms.DateField(label=_("Nouvelle date de fin"))
    new_salary = salary(_("Salaire brut mensuel (€)"))
    evidence = ContentUploadField(CONTRACT_EVIDENCE, label=_("Avenant signé"), required=False)

    def terms(self) -> ChangeTerms:
        """Return the extension as the operation takes it."""
        given = self.cleaned_data
        return ChangeTerms(ContractChangeKind.EXTENSION, given["new_end"], given["new_salary"])


class RenewalForm(forms.Form):
    """A new contract on the same post."""

    new_kind = django_forms.ChoiceField(label=_("Type du nouveau contrat"), choices=ContractKind.choices)
    new_start = forms.DateField(label=_("Premier jour du nouveau contrat"))
    new_end = forms.DateField(
        label=_("Dernier jour"), required=False, help_text=_("À laisser vide pour un CDI ou un titulaire.")
    )
    new_salary = salary(_("Salaire brut mensuel (€)"))
    evidence = ContentUploadField(CONTRACT_EVIDENCE, label=_("Nouveau contrat signé"), required=False)

    def terms(self) -> ChangeTerms:
        """Return the renewal as the operation takes it."""
        given = self.cleaned_data
        return ChangeTerms(
            ContractChangeKind.RENEWAL, given["new_end"], given["new_salary"], given["new_kind"], given["new_start"]
        )


class TerminationForm(forms.Form):
    """An early end."""

    ends_on = forms.DateField(label=_("Dernier jour travaillé"))
    reason = django_forms.ChoiceField(label=_("Motif"), choices=TerminationReason.choices)
    evidence_kind = django_forms.ChoiceField(
        label=_("Nature du document"),
        choices=[("", _("À joindre plus tard")), *TerminationEvidence.choices],
        required=False,
    )
    evidence = ContentUploadField(
        TERMINATION_EVIDENCE,
        label=_("Document"),
        required=False,
        help_text=_(
            "Lettre de démission, dernier bulletin de paie ou certificat de travail. PDF ou image, 10 Mo au plus."
        ),
    )


class TerminationEvidenceForm(forms.Form):
    """The document of a declared termination."""

    evidence_kind = django_forms.ChoiceField(label=_("Nature du document"), choices=TerminationEvidence.choices)
    evidence = ContentUploadField(TERMINATION_EVIDENCE, label=_("Document"))


class LeaveForm(forms.Form):
    """Dates of a leave; the cause is never asked (REC-55)."""

    starts_on = forms.DateField(label=_("Premier jour"))
    ends_on = forms.DateField(label=_("Dernier jour, s'il est connu"), required=False)
    evidence = ContentUploadField(CONTRACT_EVIDENCE, label=_("Justificatif"), required=False)
