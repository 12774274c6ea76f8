"""What a lead does to a helper, or to another lead, by one press."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.models import Helper, HelperLead
from conum.domains.mandates.operations import leads, training
from conum.domains.mandates.operations import team as operations
from conum.domains.mandates.permissions.accreditation import (
    HELPER_MANAGE,
    helpers_visible_to,
    leads_visible_to,
)
from conum.domains.mandates.web.tables import accreditation as tables
from conum.kernel.web.views import ActionPage


class HelperAction(ActionPage):
    """A transition of a helper without a form."""

    permission = HELPER_MANAGE
    consequence: Any = ""

    def rows(self) -> QuerySet[Helper]:
        """The helpers in reach."""
        return helpers_visible_to(self.actor).select_related("organisation")  # type: ignore[arg-type]

    def back(self) -> str:
        """Back to the helper."""
        return tables.helper_path(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what follows."""
        return super().get_context_data(consequence=self.consequence, **kwargs)


class StartTraining(HelperAction):
    """The training begins."""

    question = _("La formation de cette personne a commencé ?")
    done = _("La formation est commencée.")

    def perform(self) -> None:
        """Write it."""
        training.start_training(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class Suspend(HelperAction):
    """Suspend."""

    question = _("Suspendre cet aidant ?")
    done = _("L'aidant est suspendu.")
    consequence = _("Ses connexions et ses démarches en cours s'arrêtent aussitôt. Les mandats restent valables.")

    def perform(self) -> None:
        """Suspend."""
        operations.suspend(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class Resume(HelperAction):
    """Give the access back."""

    question = _("Réactiver cet aidant ?")
    done = _("L'aidant peut de nouveau agir.")

    def perform(self) -> None:
        """Resume."""
        operations.resume(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class Leave(HelperAction):
    """Declare the departure."""

    question = _("Déclarer le départ de cet aidant ?")
    done = _("Le départ est enregistré.")
    consequence = _("Son rôle, ses connexions et sa carte s'arrêtent aussitôt ; ses collègues gardent les mandats.")

    def perform(self) -> None:
        """End it."""
        operations.leave(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class InviteAgain(HelperAction):
    """Send the invitation again."""

    question = _("Envoyer de nouveau l'invitation ?")
    done = _("L'invitation est envoyée.")

    def perform(self) -> None:
        """Send it."""
        operations.invite_again(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]


class RemoveLead(ActionPage):
    """End the role of a lead."""

    permission = HELPER_MANAGE
    question = _("Retirer ce référent ?")
    done = _("Cette personne n'est plus référente.")

    def rows(self) -> QuerySet[HelperLead]:
        """The leads in place."""
        return leads_visible_to(self.actor).filter(left_at=None)  # type: ignore[arg-type]

    def perform(self) -> None:
        """End it."""
        leads.remove_lead(self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def back(self) -> str:
        """Back to the helpers."""
        return reverse("mandates:helpers")
