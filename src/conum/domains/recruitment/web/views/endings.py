"""What happens to a running contract: change, termination, leave."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from conum.domains.recruitment.operations import changes, leaves, terminations
from conum.domains.recruitment.permissions import (
    ASK_CHANGE,
    DECIDE_CHANGE,
    DECLARE_TERMINATION,
    RECORD_LEAVE,
    VALIDATE_TERMINATION,
    changes_visible_to,
    contracts_visible_to,
)
from conum.domains.recruitment.web.forms.contract import (
    ExtensionForm,
    LeaveForm,
    RenewalForm,
    TerminationEvidenceForm,
    TerminationForm,
)
from conum.domains.recruitment.web.forms.reasons import RefuseChangeForm
from conum.domains.recruitment.web.views.contracts import OnContract
from conum.kernel.web.views import ActionPage, ObjectFormPage


class Extend(OnContract):
    """Ask for a later end."""

    permission = ASK_CHANGE
    form_class = ExtensionForm
    success_message = gettext_lazy("La demande de prolongation est envoyée.")
    extra_context: ClassVar = {"title": gettext_lazy("Prolonger le contrat"), "submit": gettext_lazy("Demander")}

    def perform(self, form: Any) -> None:
        """Ask."""
        evidence = form.cleaned_data["evidence"]
        changes.ask_change(self.object.pk, form.terms(), self.actor, now=self.now, evidence=evidence)


class Renew(Extend):
    """Ask for a new contract on the same post."""

    form_class = RenewalForm
    success_message = gettext_lazy("La demande de renouvellement est envoyée.")
    extra_context: ClassVar = {"title": gettext_lazy("Renouveler le contrat"), "submit": gettext_lazy("Demander")}


class _OnChange:
    def rows(self) -> Any:
        """The changes in sight."""
        return changes_visible_to(self.actor).select_related("contract__host")

    def back(self) -> str:
        """The contract."""
        return reverse("recruitment:contract", args=[self.object.contract_id])


class AcceptChange(_OnChange, ActionPage):
    """Accept an extension or a renewal."""

    permission = DECIDE_CHANGE
    question = gettext_lazy("Accepter cette demande ?")
    done = gettext_lazy("La demande est acceptée.")

    def perform(self) -> None:
        """Accept."""
        changes.accept_change(self.object.pk, self.actor, now=self.now)


class RefuseChange(_OnChange, ObjectFormPage):
    """Refuse, with a reason."""

    permission = DECIDE_CHANGE
    template_name = "recruitment/form.html"
    form_class = RefuseChangeForm
    success_message = gettext_lazy("La demande est refusée.")
    extra_context: ClassVar = {"title": gettext_lazy("Refuser la demande"), "submit": gettext_lazy("Refuser")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(back=self.back(), **kwargs)

    def get_success_url(self) -> str:
        """The contract."""
        return self.back()

    def perform(self, form: Any) -> None:
        """Refuse."""
        changes.refuse_change(self.object.pk, form.cleaned_data["reason"], self.actor, now=self.now)


class CancelChange(_OnChange, ActionPage):
    """Take the request back."""

    permission = ASK_CHANGE
    question = gettext_lazy("Annuler cette demande ?")
    done = gettext_lazy("La demande est annulée.")

    @property
    def object(self) -> Any:
        """The change; the permission is about its contract."""
        if not hasattr(self, "_object"):
            found = self.rows().filter(pk=self.kwargs["pk"]).first()
            if found is None or not ASK_CHANGE.allows(self.actor, found.contract):
                raise Http404
            self._object = found
        return self._object

    def perform(self) -> None:
        """Cancel."""
        changes.cancel_change(self.object.pk, self.actor, now=self.now)


class Terminate(OnContract):
    """Declare an early end."""

    permission = DECLARE_TERMINATION
    form_class = TerminationForm
    success_message = gettext_lazy("La rupture est déclarée. Elle sera validée après sa date, sur document.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Déclarer une rupture"),
        "lead": gettext_lazy("Sans document, le poste reste occupé."),
        "submit": gettext_lazy("Déclarer la rupture"),
    }

    def perform(self, form: Any) -> None:
        """Declare."""
        given = form.cleaned_data
        terminations.declare_termination(
            self.object.pk,
            given["ends_on"],
            given["reason"],
            self.actor,
            now=self.now,
            evidence=given["evidence"],
            evidence_kind=given["evidence_kind"],
        )


class TerminationEvidence(OnContract):
    """Join the document afterwards."""

    permission = DECLARE_TERMINATION
    form_class = TerminationEvidenceForm
    success_message = gettext_lazy("Le document est enregistré.")
    extra_context: ClassVar = {"title": gettext_lazy("Joindre le document"), "submit": gettext_lazy("Enregistrer")}

    def perform(self, form: Any) -> None:
        """Keep it."""
        given = form.cleaned_data
        terminations.add_termination_evidence(
            self.object.pk, given["evidence"], given["evidence_kind"], self.actor, now=self.now
        )


class _OnContractAction(ActionPage):
    def rows(self) -> Any:
        """The contracts in sight."""
        return contracts_visible_to(self.actor)

    def back(self) -> str:
        """The contract."""
        return reverse("recruitment:contract", args=[self.object.pk])


class WithdrawTermination(_OnContractAction):
    """The contract goes on."""

    permission = DECLARE_TERMINATION
    question = gettext_lazy("Retirer la rupture ? Le contrat se poursuit.")
    done = gettext_lazy("La rupture est retirée.")

    def perform(self) -> None:
        """Withdraw."""
        terminations.withdraw_termination(self.object.pk, self.actor, now=self.now)


class ValidateTermination(_OnContractAction):
    """The post is vacant again, the person available."""

    permission = VALIDATE_TERMINATION
    question = gettext_lazy("Valider la rupture ? Le poste redevient vacant et la personne disponible.")
    done = gettext_lazy("La rupture est validée.")

    def perform(self) -> None:
        """Validate."""
        terminations.validate_termination(self.object.pk, self.actor, now=self.now)


class RecordLeave(OnContract):
    """Dates of a leave, never its cause."""

    permission = RECORD_LEAVE
    form_class = LeaveForm
    success_message = gettext_lazy("Le congé est enregistré : les relances s'arrêtent pendant cette période.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Enregistrer un congé"),
        "lead": gettext_lazy("Maladie, maternité ou parental : le motif n'est pas demandé, la subvention continue."),
        "submit": gettext_lazy("Enregistrer"),
    }

    def perform(self, form: Any) -> None:
        """Record."""
        given = form.cleaned_data
        leaves.record_leave(
            self.object.pk,
            given["starts_on"],
            given["ends_on"],
            self.actor,
            now=self.now,
            evidence=given["evidence"],
        )
