"""Requests for signed-in readers: the list, one request, and what may be done to it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.domains.positions.enums import OPEN_STATES
from conum.domains.positions.models import HostRequest
from conum.domains.positions.operations import requests as operations
from conum.domains.positions.operations.downloads import note_download
from conum.domains.positions.permissions import (
    OPINION_GIVE,
    REQUEST_DECIDE,
    REQUEST_MANAGE,
    REQUEST_READ,
    REQUEST_WITHDRAW,
    drafts_of,
)
from conum.domains.positions.queries import requests as queries
from conum.domains.positions.queries.quotas import balance_of
from conum.domains.positions.web import tables
from conum.domains.positions.web.filters import RequestFilters
from conum.domains.positions.web.forms.requests import DuplicateForm, ReasonForm, WithdrawForm
from conum.domains.positions.workflow import REQUESTS
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, ObjectFormPage


class RequestList(ListPage):
    """The requests in reach: a prefecture sees its territory, a host its own, the administrator all."""

    permission = REQUEST_READ
    template_name = "positions/requests/list.html"
    filterset_class = RequestFilters
    columns = tables.STRUCTURES
    export_name = "structures"
    default_sort = "-date"
    read = (
        "number", "kind", "posts_wanted", "confirmed_at", "state", "department_id",
        "organisation__name", "organisation__branch_name", "commune__name",
    )  # fmt: skip
    sorts = {
        "numero": ("number",),
        "structure": ("organisation__name",),
        "commune": ("commune__key",),
        "departement": ("department_id", "organisation__name"),
        "postes": ("posts_wanted",),
        "avis": ("verdict",),
        "date": ("confirmed_at",),
        "etat": ("state",),
    }

    def rows(self) -> QuerySet[HostRequest]:
        """Join what is shown; read decisions only for the download."""
        rows = queries.listed(self.actor)  # type: ignore[arg-type]
        return rows.prefetch_related("decisions__session") if self.request.GET.get("export") else rows

    def exporting(self, kind: str) -> None:
        """Contacts leave the house: the journal keeps who took them and with which filters."""
        note_download("structures", kind, sorted(self.request.GET), actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns, the drafts of a host and where a new request begins."""
        host = getattr(self.actor, "role", "") == Role.HOST_MANAGER
        return super().get_context_data(
            columns_shown=tables.REQUESTS,
            drafts=drafts_of(self.actor).order_by("-updated_at")[:5] if host else [],  # type: ignore[arg-type]
            may_ask=host,
            waits_for_me=self._waiting(),
            **kwargs,
        )

    def _waiting(self) -> int:
        if getattr(self.actor, "role", "") != Role.PREFECTURE:
            return 0
        return queries.waiting(self.actor).filter(verdict="").count()  # type: ignore[arg-type]


class RequestPage(DetailPage):
    """One request: what is asked, opinions and their versions, decisions, timeline, actions."""

    permission = REQUEST_READ
    template_name = "positions/requests/detail.html"

    def rows(self) -> QuerySet[HostRequest]:
        """With its story."""
        return queries.detailed(self.actor)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the actions of the workflow that the actor may do, and the quota for those who decide."""
        found = self.object
        names = {transition.name for transition in REQUESTS.from_state(found.state)}
        manages = REQUEST_MANAGE.allows(self.actor, found)
        return super().get_context_data(
            opinion=next((one for one in found.opinions.all() if one.superseded_at is None), None),
            earlier_opinions=[one for one in found.opinions.all() if one.superseded_at],
            balance=self._balance(found),
            may_opine=OPINION_GIVE.allows(self.actor, found) and found.state in OPEN_STATES,
            may_decide=REQUEST_DECIDE.allows(self.actor, found) and "approve" in names,
            may_withdraw=REQUEST_WITHDRAW.allows(self.actor, found) and "withdraw" in names,
            may_mark=manages and "mark_duplicate" in names,
            may_cancel=manages and "cancel" in names,
            may_reinstate=manages and "reinstate" in names,
            waiting_override=found.overrides.filter(agreed_by__isnull=True).select_related("asked_by").first()
            if manages
            else None,
            **kwargs,
        )

    def _balance(self, found: HostRequest) -> Any:
        if getattr(self.actor, "role", "") not in (Role.PREFECTURE, Role.NATIONAL_ADMIN):
            return None
        return balance_of(found.department_id, found.kind, timezone.localdate(self.now))


class OnRequest(ObjectFormPage):
    """A form about one request, then back to it."""

    template_name = "positions/requests/form.html"
    title = _("Demande")
    submit = _("Enregistrer")
    lead: Any = ""

    def rows(self) -> QuerySet[HostRequest]:
        """What the actor sees."""
        return queries.detailed(self.actor)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Back to the request."""
        return reverse("positions:request", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the words of the page."""
        return super().get_context_data(
            title=self.title,
            submit=self.submit,
            lead=self.lead,
            back=reverse("positions:request", args=[self.object.pk]),
            **kwargs,
        )


class Withdraw(OnRequest):
    """The host gives up before the decision."""

    permission = REQUEST_WITHDRAW
    form_class = WithdrawForm
    title = _("Abandonner la demande")
    submit = _("Abandonner la demande")
    lead = _("La demande ne sera pas examinée. Un administrateur pourra la rétablir.")
    success_message = _("La demande est abandonnée.")

    def perform(self, form: Any) -> Any:
        """Withdraw."""
        reason = form.cleaned_data["reason"]
        return operations.withdraw(self.object.pk, actor=self.actor, now=self.now, reason=reason)  # type: ignore[arg-type]


class MarkDuplicate(OnRequest):
    """Name the request that stays."""

    permission = REQUEST_MANAGE
    form_class = DuplicateForm
    title = _("Marquer comme doublon")
    submit = _("Marquer comme doublon")
    success_message = _("La demande est marquée comme doublon.")

    def perform(self, form: Any) -> Any:
        """Mark."""
        kept = form.cleaned_data["kept_number"]
        return operations.mark_duplicate(self.object.pk, kept, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class Cancel(OnRequest):
    """Cancel with a reason."""

    permission = REQUEST_MANAGE
    form_class = ReasonForm
    title = _("Annuler la demande")
    submit = _("Annuler la demande")
    success_message = _("La demande est annulée.")

    def perform(self, form: Any) -> Any:
        """Cancel."""
        return operations.cancel(self.object.pk, form.cleaned_data["reason"], actor=self.actor, now=self.now)  # type: ignore[arg-type]


class Reinstate(OnRequest):
    """Back in instruction, with a reason."""

    permission = REQUEST_MANAGE
    form_class = ReasonForm
    title = _("Rétablir la demande")
    submit = _("Rétablir la demande")
    success_message = _("La demande est de nouveau en instruction.")

    def perform(self, form: Any) -> Any:
        """Reinstate."""
        return operations.reinstate(self.object.pk, form.cleaned_data["reason"], actor=self.actor, now=self.now)  # type: ignore[arg-type]
