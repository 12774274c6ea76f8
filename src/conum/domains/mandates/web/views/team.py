"""Helpers and leads of an organisation: lists, one helper, and what the lead does to it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.commons.journal.queries import history_for
from conum.domains.mandates.models import Helper, HelperLead
from conum.domains.mandates.operations import leads, training
from conum.domains.mandates.operations import team as operations
from conum.domains.mandates.permissions.accreditation import (
    HELPER_MANAGE,
    HELPER_READ,
    helpers_visible_to,
    leads_visible_to,
)
from conum.domains.mandates.queries.team import own_accreditation
from conum.domains.mandates.web.filters.accreditation import HelperFilters
from conum.domains.mandates.web.forms.team import NewcomerForm, TestForm, TrainingForm
from conum.domains.mandates.web.tables import accreditation as tables
from conum.domains.mandates.workflow import HELPERS
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, DetailPage, FormPage, ObjectFormPage


class HelperList(ListPage):
    """The helpers in reach: a lead sees the own organisation, the administrator all."""

    permission = HELPER_READ
    template_name = "mandates/team/helpers.html"
    filterset_class = HelperFilters
    default_sort = "nom"
    sorts = {
        "nom": ("last_name", "first_name"),
        "organisation": ("organisation__name", "last_name"),
        "activite": ("last_activity_at",),
        "etat": ("state",),
    }

    def rows(self) -> QuerySet[Helper]:
        """With their organisation."""
        return helpers_visible_to(self.actor).select_related("organisation")  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns and the own accreditation."""
        return super().get_context_data(
            columns_shown=tables.HELPERS,
            accreditation=own_accreditation(self.actor),  # type: ignore[arg-type]
            may_invite=HELPER_MANAGE.allows(self.actor),
            **kwargs,
        )


class HelperPage(DetailPage):
    """One helper: where the training stands, the card, and what may be done."""

    permission = HELPER_READ
    template_name = "mandates/team/helper.html"

    def rows(self) -> QuerySet[Helper]:
        """The helpers in reach."""
        return helpers_visible_to(self.actor).select_related("organisation", "accreditation")  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the actions of the workflow that the actor may do."""
        found = self.object
        manages = HELPER_MANAGE.allows(self.actor, found)
        possible = {transition.name for transition in HELPERS.from_state(found.state)} if manages else set()
        return super().get_context_data(
            possible=possible,
            manages=manages,
            card=found.cards.filter(removed_at=None).first(),
            history=history_for(self.actor, found)[:20],
            **kwargs,
        )


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


class OnHelper(ObjectFormPage):
    """A form about one helper, then back to it."""

    permission = HELPER_MANAGE
    template_name = "mandates/team/form.html"
    title: Any = ""
    submit: Any = _("Enregistrer")
    lead: Any = ""

    def rows(self) -> QuerySet[Helper]:
        """The helpers in reach."""
        return helpers_visible_to(self.actor).select_related("organisation")  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Back to the helper."""
        return tables.helper_path(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the words of the page."""
        back = self.get_success_url()
        return super().get_context_data(title=self.title, submit=self.submit, lead=self.lead, back=back, **kwargs)


class Training(OnHelper):
    """Write the training down."""

    form_class = TrainingForm
    title = _("Formation terminée")
    success_message = _("La formation est enregistrée.")

    def perform(self, form: Any) -> Helper:
        """Write it."""
        data, actor = form.cleaned_data, self.actor
        return training.record_training(
            self.object.pk, data["hours"], data["trained_on"], actor=actor, now=self.now  # type: ignore[arg-type]
        )  # fmt: skip


class Test(OnHelper):
    """Write the result of the Pix test down."""

    form_class = TestForm
    title = _("Test Pix")
    success_message = _("Le résultat est enregistré.")

    def perform(self, form: Any) -> Helper:
        """Write it."""
        data, passed = form.cleaned_data, form.cleaned_data["passed"] == "yes"
        actor: Any = self.actor
        return training.record_test(self.object.pk, data["test_on"], passed, actor=actor, now=self.now)


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
