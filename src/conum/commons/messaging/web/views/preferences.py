"""Which optional mails a person wants."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.commons.messaging import permissions
from conum.commons.messaging.enums import Topic
from conum.commons.messaging.operations import choose_topics
from conum.commons.messaging.queries import refused_topics
from conum.commons.messaging.web.forms import PreferencesForm
from conum.kernel.web.views import FormPage


class Preferences(FormPage):
    """One page, one list of boxes."""

    permission = permissions.CHOOSE_MAILS
    template_name = "messaging/preferences.html"
    form_class = PreferencesForm
    success_message = _("Vos préférences sont enregistrées.")

    def get_initial(self) -> dict[str, Any]:
        """Tick what is wanted today."""
        refused = refused_topics(self.actor.person_id)  # type: ignore[union-attr, arg-type]
        return {"wanted": [topic for topic in Topic.values if topic not in refused]}

    def perform(self, form: PreferencesForm) -> None:
        """Keep the choice."""
        choose_topics(wanted=form.cleaned_data["wanted"], actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Stay on the page."""
        return reverse("messaging:preferences")
