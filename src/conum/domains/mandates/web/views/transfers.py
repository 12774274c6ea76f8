"""Transfers of mandates between organisations (MAN-16)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from conum.domains.mandates.operations import transfers
from conum.domains.mandates.permissions.mandates import (
    MANDATE_READ,
    MANDATE_TRANSFER,
    mandates_visible_to,
    transfers_visible_to,
)
from conum.domains.mandates.queries.mandates import listed
from conum.domains.mandates.web.forms.mandates import TransferForm
from conum.kernel.web.views import ActionPage, ObjectFormPage, Page


class Transfers(Page):
    """What was proposed to the organisation, and what it proposed."""

    permission = MANDATE_TRANSFER
    template_name = "mandates/transfers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give both sides; the citizen is named to the organisation that holds the mandate only."""
        actor: Any = self.actor
        rows = transfers_visible_to(actor).select_related("mandate__organisation", "mandate__beneficiary")
        rows = rows.select_related("to_organisation").order_by("-proposed_at", "pk")
        arriving = [row for row in rows if row.to_organisation_id == actor.organisation_id]
        leaving = [row for row in rows if row.mandate.organisation_id == actor.organisation_id]
        return super().get_context_data(arriving=arriving, leaving=leaving, **kwargs)


class Propose(ObjectFormPage):
    """Propose a running mandate to another organisation."""

    permission = MANDATE_READ
    template_name = "mandates/propose.html"
    form_class = TransferForm
    success_message = gettext_lazy("La proposition est envoyée aux aidants de l'autre structure.")

    def rows(self) -> Any:
        """The mandates in sight."""
        return listed(mandates_visible_to(self.actor), self.now)  # type: ignore[arg-type]

    def perform(self, form: Any) -> Any:
        """Propose."""
        actor: Any = self.actor
        return transfers.propose(self.object.pk, form.cleaned_data["organisation"], actor=actor, now=self.now)

    def get_success_url(self) -> str:
        """Back to the mandate."""
        return reverse("mandates:mandate", args=[self.object.pk])


class _Answer(ActionPage):
    permission = MANDATE_TRANSFER

    def rows(self) -> Any:
        """The transfers in sight."""
        return transfers_visible_to(self.actor).select_related("mandate")  # type: ignore[arg-type]

    def back(self) -> str:
        """Back to the transfers."""
        return reverse("mandates:transfers")


class Accept(_Answer):
    """Accept a mandate: it is to be signed with the citizen."""

    question = gettext_lazy("Accepter de reprendre ce mandat ?")
    done = gettext_lazy("Accepté. Le mandat sera transféré quand l'usager l'aura signé avec vous.")

    def perform(self) -> None:
        """Accept."""
        transfers.answer(self.object.pk, True, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class Refuse(_Answer):
    """Refuse a mandate."""

    question = gettext_lazy("Refuser de reprendre ce mandat ?")
    done = gettext_lazy("Refusé. L'autre structure est prévenue.")

    def perform(self) -> None:
        """Refuse."""
        transfers.answer(self.object.pk, False, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class Withdraw(_Answer):
    """Take a proposal back."""

    question = gettext_lazy("Retirer cette proposition de transfert ?")
    done = gettext_lazy("La proposition est retirée.")

    def perform(self) -> None:
        """Withdraw."""
        transfers.withdraw(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]
