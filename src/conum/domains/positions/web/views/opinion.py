"""The prefect's opinion, with the context of POS-13 beside the form."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.domains.positions.operations.opinions import give_opinion
from conum.domains.positions.permissions import OPINION_GIVE
from conum.domains.positions.queries.context import opinion_context
from conum.domains.positions.queries.posts import hosts_holding
from conum.domains.positions.web.forms.requests import OpinionForm
from conum.domains.positions.web.views.requests import OnRequest


class GiveOpinion(OnRequest):
    """Write or replace the opinion."""

    permission = OPINION_GIVE
    template_name = "positions/requests/opinion.html"
    form_class = OpinionForm
    title = _("Avis du préfet")
    submit = _("Enregistrer l'avis")
    success_message = _("L'avis est enregistré.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the hosts of the département."""
        day = timezone.localdate(self.now)
        hosts = hosts_holding(self.object.department_id, day, but=self.object.organisation_id)
        return {**super().get_form_kwargs(), "hosts": hosts}

    def get_initial(self) -> dict[str, Any]:
        """Start from the current opinion, or from what the context says."""
        current = next((one for one in self.object.opinions.all() if one.superseded_at is None), None)
        names = ("verdict", "proposed_posts", "comment", "france_services", "zrr", "qpv", "transfer_from")
        if current is not None:
            return {name: getattr(current, name) for name in names}
        zones = self.context["zones"]
        return {
            "proposed_posts": self.object.posts_wanted,
            "zrr": any(zone["kind"] in ("zrr", "frr") for zone in zones),
            "qpv": ", ".join(f"{zone['code']} {zone['name']}".strip() for zone in zones if zone["kind"] == "qpv"),
        }

    @property
    def context(self) -> dict[str, Any]:
        """What the prefect has before the eyes; frozen again when the opinion is saved."""
        if not hasattr(self, "_context"):
            self._context = opinion_context(self.object, timezone.localdate(self.now))
        return self._context

    def perform(self, form: Any) -> Any:
        """Save the opinion."""
        return give_opinion(self.object.pk, form.opinion(), actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the context."""
        return super().get_context_data(context=self.context, **kwargs)
