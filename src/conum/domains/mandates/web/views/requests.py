"""Applications for the national administrator: the list, one application, the answer, the decision."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.enums import AccreditationRequestState
from conum.domains.mandates.models import AccreditationRequest
from conum.domains.mandates.operations import decisions as operations
from conum.domains.mandates.permissions.accreditation import REQUEST_DECIDE, REQUEST_READ, requests_visible_to
from conum.domains.mandates.queries import requests as queries
from conum.domains.mandates.queries.team import offered_groups
from conum.domains.mandates.web.filters.accreditation import RequestFilters
from conum.domains.mandates.web.forms.decisions import AccreditForm, AnswerForm, RefuseForm
from conum.domains.mandates.web.tables import accreditation as tables
from conum.domains.mandates.workflow import REQUESTS
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, ObjectFormPage


class RequestList(ListPage):
    """The applications that were sent."""

    permission = REQUEST_READ
    template_name = "mandates/requests/list.html"
    filterset_class = RequestFilters
    columns = tables.REQUESTS_EXPORT
    export_name = "demandes-habilitation"
    default_sort = "-date"
    sorts = {
        "numero": ("number",),
        "organisation": ("organisation__name",),
        "departement": ("department_id", "organisation__name"),
        "date": ("submitted_at",),
        "etat": ("state",),
    }

    def rows(self) -> QuerySet[AccreditationRequest]:
        """With their organisation and number of helpers."""
        return queries.listed(self.actor)  # type: ignore[arg-type]

    def exporting(self, kind: str) -> None:
        """Contacts leave the house: the journal keeps who took them and with which filters."""
        operations.note_export(kind, sorted(self.request.GET), actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns and how many wait."""
        waiting = requests_visible_to(self.actor).filter(state=AccreditationRequestState.SUBMITTED)  # type: ignore
        return super().get_context_data(columns_shown=tables.REQUESTS, waiting=waiting.count(), **kwargs)


class RequestPage(DetailPage):
    """One application: who, where, why, the people, the exchange, what may be done."""

    permission = REQUEST_READ
    template_name = "mandates/requests/detail.html"

    def rows(self) -> QuerySet[AccreditationRequest]:
        """With everything shown."""
        return queries.detailed(self.actor)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the actions of the workflow that the actor may do."""
        names = {transition.name for transition in REQUESTS.from_state(self.object.state)}
        may = REQUEST_DECIDE.allows(self.actor, self.object)
        return super().get_context_data(possible=names if may else set(), **kwargs)


class _OnRequest(ObjectFormPage):
    permission = REQUEST_DECIDE
    template_name = "mandates/requests/form.html"
    title: Any = ""
    submit: Any = _("Envoyer")
    lead: Any = ""

    def rows(self) -> QuerySet[AccreditationRequest]:
        """The applications in reach."""
        return queries.detailed(self.actor)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Back to the application."""
        return tables.request_path(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the words of the page."""
        back = self.get_success_url()
        return super().get_context_data(title=self.title, submit=self.submit, lead=self.lead, back=back, **kwargs)


class Answer(_OnRequest):
    """Write to the issuer."""

    form_class = AnswerForm
    title = _("Répondre au demandeur")
    success_message = _("Votre réponse est envoyée.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form depends on the state and the people."""
        return {**super().get_form_kwargs(), "request": self.object}

    def perform(self, form: Any) -> Any:
        """Send it."""
        data = form.cleaned_data
        actor: Any = self.actor
        removed = frozenset(data.get("removed", []))
        return operations.answer(self.object.pk, data["kind"], data["body"], removed=removed, actor=actor, now=self.now)


class Accredit(_OnRequest):
    """Accredit the organisation."""

    form_class = AccreditForm
    title = _("Habiliter l'organisation")
    submit = _("Habiliter")
    lead = _("Les référents et les aidants reçoivent leur invitation ; l'organisation porte le label Aidants Connect.")
    success_message = _("L'organisation est habilitée.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the groups of the day, all ticked."""
        offered = offered_groups(self.now)
        return {**super().get_form_kwargs(), "offered": offered, "initial": {"procedures": [one.pk for one in offered]}}

    def perform(self, form: Any) -> Any:
        """Accredit."""
        codes = frozenset(form.cleaned_data["procedures"])
        return operations.accredit(self.object.pk, codes, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class Refuse(_OnRequest):
    """Refuse."""

    form_class = RefuseForm
    title = _("Refuser la demande")
    submit = _("Refuser")
    success_message = _("La demande est refusée.")

    def perform(self, form: Any) -> Any:
        """Refuse."""
        return operations.refuse(self.object.pk, form.cleaned_data["reason"], actor=self.actor, now=self.now)  # type: ignore
