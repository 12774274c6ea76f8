"""The helpers of an organisation, and one of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from conum.commons.journal.queries import history_for
from conum.domains.mandates.models import Helper
from conum.domains.mandates.permissions.accreditation import (
    HELPER_MANAGE,
    HELPER_READ,
    helpers_visible_to,
)
from conum.domains.mandates.queries.team import own_accreditation
from conum.domains.mandates.web.filters.accreditation import HelperFilters
from conum.domains.mandates.web.tables import accreditation as tables
from conum.domains.mandates.workflow import HELPERS
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage


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
