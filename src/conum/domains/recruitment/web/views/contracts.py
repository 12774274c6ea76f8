"""Contracts: list, page, entry, validation, cancellation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy

from conum.commons.files.models import StoredFile
from conum.commons.files.queries import response
from conum.domains.positions.enums import PostKind
from conum.domains.recruitment.models import EmploymentContract
from conum.domains.recruitment.operations import contracts
from conum.domains.recruitment.permissions import (
    ASK_CHANGE,
    CANCEL_CONTRACT,
    DECIDE_CHANGE,
    ENTER_CONTRACT,
    READ_CONTRACT_LIFE,
    READ_CONTRACTS,
    READ_SALARY,
    RECORD_LEAVE,
    SET_SCOPE,
    VALIDATE_CONTRACT,
    VALIDATE_TERMINATION,
    contracts_visible_to,
    matches_visible_to,
)
from conum.domains.recruitment.queries.contracts import JOINED, listed, story
from conum.domains.recruitment.queries.coordination import scope_names, scope_of
from conum.domains.recruitment.web.filters import ContractFilters
from conum.domains.recruitment.web.forms.contract import ContractForm, ValidateContractForm
from conum.domains.recruitment.web.forms.reasons import CancelContractForm
from conum.domains.recruitment.web.tables import CONTRACTS, CONTRACTS_EXPORT, HIRES_EXPORT
from conum.domains.recruitment.workflow import CONTRACT
from conum.kernel.permissions import named
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, ObjectFormPage


class ContractList(ListPage):
    """Contracts in sight, latest first."""

    permission = READ_CONTRACTS
    template_name = "recruitment/contracts.html"
    filterset_class = ContractFilters
    sorts: ClassVar = {
        "depot": ("submitted_at",),
        "nom": ("person__last_name", "person__first_name"),
        "structure": ("host__name",),
        "debut": ("starts_on",),
        "fin": ("ends_on",),
    }
    default_sort = "-depot"
    columns = CONTRACTS_EXPORT
    export_name = "historique-des-contrats"

    def rows(self) -> Any:
        """The contracts the actor may read."""
        return listed(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns of the screen."""
        return super().get_context_data(columns_shown=CONTRACTS, **kwargs)


class HireList(ContractList):
    """Validated contracts: « embauches »."""

    columns = HIRES_EXPORT
    export_name = "embauches"

    def rows(self) -> Any:
        """Only those validated."""
        return super().rows().filter(validated_at__isnull=False)


class ContractDetail(DetailPage):
    """One contract, its story, and what may be done now."""

    permission = READ_CONTRACTS
    template_name = "recruitment/contract.html"

    def rows(self) -> Any:
        """The contracts the actor may read."""
        return contracts_visible_to(self.actor).select_related(*JOINED, "evidence", "part_time_evidence")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the buttons: possible transitions that the actor may trigger."""
        contract, told = self.object, story(self.object)
        possible = {t.name for t in CONTRACT.from_state(contract.state) if t.permission and self._may(t.permission)}
        if told["open_change"]:
            possible -= {"ask_extension", "ask_renewal", "declare_termination"}
        return super().get_context_data(
            contract=contract,
            possible=possible,
            salary_shown=READ_SALARY.allows(self.actor, contract),
            may_decide=DECIDE_CHANGE.allows(self.actor, contract),
            may_ask=ASK_CHANGE.allows(self.actor, contract),
            may_leave=RECORD_LEAVE.allows(self.actor, contract) and contract.state == "active",
            may_see_files=self._may_see_files(),
            life_shown=READ_CONTRACT_LIFE.allows(self.actor, contract),
            may_set_scope=SET_SCOPE.allows(self.actor, contract),
            scope=(scope := scope_of(contract)),
            scope_names=scope_names(scope),
            **told,
            **kwargs,
        )

    def _may(self, name: str) -> bool:
        return named(name).allows(self.actor, self.object)

    def _may_see_files(self) -> bool:
        return any(
            right.allows(self.actor, self.object) for right in (VALIDATE_CONTRACT, ENTER_CONTRACT, VALIDATE_TERMINATION)
        )


class ContractFile(ContractDetail):
    """A document of the contract, its changes, termination or leaves."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the file when it belongs to this contract."""
        contract = self.object
        own = [contract.evidence_id, contract.part_time_evidence_id]
        for related in (contract.changes, contract.terminations, contract.leaves):
            own += list(related.values_list("evidence", flat=True))
        found = StoredFile.objects.filter(pk=self.kwargs["file"]).first()
        if found is None or found.pk not in own or not self._may_see_files():
            raise Http404
        return response(found)


class ContractEntry(ObjectFormPage):
    """The contract of a shortlisted candidate."""

    permission = ENTER_CONTRACT
    template_name = "recruitment/contract_entry.html"
    form_class = ContractForm
    success_message = gettext_lazy("Le contrat est enregistré. Il sera vérifié puis validé.")

    def rows(self) -> Any:
        """The matches of the own host."""
        return matches_visible_to(self.actor).select_related("need__host", "candidate")

    @property
    def object(self) -> Any:
        """The match; the permission is about its host."""
        if not hasattr(self, "_object"):
            found = self.rows().filter(pk=self.kwargs["pk"]).first()
            host = EmploymentContract(host_id=found.need.host_id) if found else None
            if found is None or not ENTER_CONTRACT.allows(self.actor, host):
                raise Http404
            self._object = found
        return self._object

    def perform(self, form: Any) -> EmploymentContract:
        """Enter it; refusals come back on their fields."""
        return contracts.enter_contract(
            self.object.pk,
            form.terms(coordinator=self.object.need.post_kind == PostKind.COORDINATOR),
            self.actor,
            now=self.now,
            evidence=form.cleaned_data["evidence"],
            part_time_evidence=form.cleaned_data["part_time_evidence"],
        )

    def get_success_url(self) -> str:
        """The contract."""
        return reverse("recruitment:contract", args=[self.result.pk])


class OnContract(ObjectFormPage):
    """A form about one contract."""

    template_name = "recruitment/form.html"

    def rows(self) -> Any:
        """The contracts the actor may read."""
        return contracts_visible_to(self.actor).select_related("host", "person")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(back=self.get_success_url(), **kwargs)

    def get_success_url(self) -> str:
        """The contract."""
        return reverse("recruitment:contract", args=[self.object.pk])


class ValidateContract(OnContract):
    """All or nothing: post filled, person hired, other matches ended."""

    permission = VALIDATE_CONTRACT
    form_class = ValidateContractForm
    success_message = gettext_lazy("Le contrat est validé : le poste est occupé.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Valider le contrat"),
        "lead": gettext_lazy(
            "Le poste devient occupé, la personne devient conseiller, ses autres propositions se ferment."
        ),
        "submit": gettext_lazy("Valider le contrat"),
    }

    def perform(self, form: Any) -> None:
        """Validate."""
        contracts.validate_contract(self.object.pk, form.cleaned_data["evidence_seen"], self.actor, now=self.now)


class CancelContract(OnContract):
    """Cancel before validation."""

    permission = CANCEL_CONTRACT
    form_class = CancelContractForm
    success_message = gettext_lazy("Le contrat est annulé. Le candidat est de nouveau présélectionné.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Annuler le contrat"),
        "submit": gettext_lazy("Annuler le contrat"),
    }

    def perform(self, form: Any) -> None:
        """Cancel."""
        contracts.cancel_contract(self.object.pk, form.cleaned_data["reason"], self.actor, now=self.now)
