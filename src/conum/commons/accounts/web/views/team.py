"""The managers of one's own organisation: see, invite, remove."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from conum.commons.accounts.models import Invitation, Membership
from conum.commons.accounts.operations import invitations
from conum.commons.accounts.operations.memberships import end_role
from conum.commons.accounts.permissions import MANAGE_TEAM
from conum.commons.accounts.queries.invitations import waiting_of
from conum.commons.accounts.queries.people import team
from conum.commons.accounts.web.forms.invitations import ColleagueForm
from conum.kernel.web.views import ActionPage, FormPage, Page


class Team(Page):
    """Who acts for the organisation, and who was invited."""

    permission = MANAGE_TEAM
    template_name = "accounts/team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the colleagues and the invitations that wait."""
        colleagues = team(self.actor, localdate(self.now)).filter(role=self.actor.role)  # type: ignore
        waiting = waiting_of(self.actor, self.now)  # type: ignore[arg-type]
        return super().get_context_data(colleagues=colleagues, waiting=waiting, **kwargs)


class InviteColleague(FormPage):
    """Invite a colleague to the same role in the same organisation."""

    permission = MANAGE_TEAM
    template_name = "accounts/form.html"
    form_class = ColleagueForm
    success_url = reverse_lazy("accounts:team")
    success_message = gettext_lazy("L'invitation est envoyée.")
    extra_context: ClassVar = {
        "title": gettext_lazy("Inviter un collègue"),
        "submit": gettext_lazy("Envoyer l'invitation"),
        "lead": gettext_lazy("Votre collègue reçoit un lien valable 28 jours et agira, comme vous, pour la structure."),
        "back": reverse_lazy("accounts:team"),
    }

    def perform(self, form: Any) -> Invitation:
        """Send it."""
        actor: Any = self.actor
        offer = invitations.Offer(role=actor.role, organisation_id=actor.organisation_id, **form.cleaned_data)
        return invitations.invite(offer, actor, self.now)


class RemoveColleague(ActionPage):
    """End the role of a colleague."""

    permission = MANAGE_TEAM
    question = gettext_lazy("Retirer cette personne de la structure ?")
    done = gettext_lazy("La personne n'agit plus pour la structure.")

    def rows(self) -> QuerySet[Membership]:
        """Return the colleagues of the same role."""
        actor: Any = self.actor
        return team(actor, localdate(self.now)).filter(role=actor.role)

    def perform(self) -> None:
        """End it."""
        end_role(self.object.pk, self.actor, self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """Return to the team."""
        return reverse("accounts:team")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the person rather than the role."""
        return super().get_context_data(**kwargs) | {"object": self.object.person, "danger": True}


class RevokeInvitation(ActionPage):
    """Withdraw an invitation."""

    permission = MANAGE_TEAM
    question = gettext_lazy("Retirer cette invitation ?")
    done = gettext_lazy("L'invitation est retirée.")

    def rows(self) -> QuerySet[Invitation]:
        """Return the invitations of the organisation that wait."""
        return waiting_of(self.actor, self.now)  # type: ignore[arg-type]

    def perform(self) -> None:
        """Withdraw it."""
        invitations.revoke(self.object.pk, self.actor, self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """Return to the team."""
        return reverse("accounts:team")
