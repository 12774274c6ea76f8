"""Inviting a helper or a lead."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.models import Helper, HelperLead
from conum.domains.mandates.operations import leads
from conum.domains.mandates.operations import team as operations
from conum.domains.mandates.permissions.accreditation import (
    HELPER_MANAGE,
)
from conum.domains.mandates.queries.team import own_accreditation
from conum.domains.mandates.web.forms.team import NewcomerForm
from conum.kernel.web.views import FormPage


class _Inviting(FormPage):
    """A form that proposes somebody of the own organisation."""

    permission = HELPER_MANAGE
    template_name = "mandates/team/form.html"
    form_class = NewcomerForm
    title: Any = ""
    success_message = _("L'invitation est envoyée.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without an accreditation in force there is nobody to invite."""
        if own_accreditation(self.actor) is None:  # type: ignore[arg-type]
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def accreditation_id(self) -> Any:
        """The accreditation of the own organisation."""
        found = own_accreditation(self.actor)  # type: ignore[arg-type]
        return found.pk if found else self.actor.person_id  # type: ignore[union-attr]

    def get_success_url(self) -> str:
        """Back to the helpers."""
        return reverse("mandates:helpers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the words of the page."""
        return super().get_context_data(
            title=self.title, submit=_("Envoyer l'invitation"), back=self.get_success_url(), guidance=True, **kwargs
        )


class InviteHelper(_Inviting):
    """Propose a helper."""

    title = _("Inviter un aidant")

    def perform(self, form: Any) -> Helper:
        """Send the invitation."""
        actor: Any = self.actor
        return operations.invite_helper(self.accreditation_id(), form.newcomer(), actor=actor, now=self.now)


class InviteLead(_Inviting):
    """Propose a lead."""

    title = _("Inviter un référent")

    def perform(self, form: Any) -> HelperLead:
        """Send the invitation."""
        actor: Any = self.actor
        return leads.invite_lead(self.accreditation_id(), form.newcomer(), actor=actor, now=self.now)
