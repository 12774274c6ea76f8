"""What is written down about a helper: the training, the test."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.models import Helper
from conum.domains.mandates.operations import training
from conum.domains.mandates.permissions.accreditation import (
    HELPER_MANAGE,
    helpers_visible_to,
)
from conum.domains.mandates.web.forms.team import TestForm, TrainingForm
from conum.domains.mandates.web.tables import accreditation as tables
from conum.kernel.web.views import ObjectFormPage


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
