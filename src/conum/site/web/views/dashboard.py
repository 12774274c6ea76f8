"""The first page after sign-in: what awaits the person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.domains.recruitment.queries import pool
from conum.domains.recruitment.queries.contracts import team_of
from conum.domains.recruitment.queries.ranking import Ranked, ranked
from conum.kernel.ui.tables import Column, page_of
from conum.kernel.web.views import Page
from conum.site.web import todos
from conum.site.web.permissions import SEE_DASHBOARD

TEAM_SHOWN, BEST_SHOWN = 30, 5
TEAM = (
    Column(_("Conseiller"), lambda row: str(row.person), heading=True, link=page_of("recruitment:contract")),
    Column(_("Structure"), "host"),
    Column(_("Type"), "get_kind_display"),
    Column(_("Début"), "starts_on"),
)
BEST = (
    Column(_("Candidat"), "first_name", heading=True, link=page_of("recruitment:match", "match_id")),
    Column(_("Commune"), "commune"),
    Column(_("Pourquoi cette proposition"), "reasons"),
)


class Dashboard(Page):
    """Numbers with the list behind each; a candidate goes straight to their own page."""

    permission = SEE_DASHBOARD
    template_name = "site/dashboard.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the dashboard of the active role."""
        if self.actor and self.actor.role == Role.CANDIDATE:
            return redirect("recruitment:own")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what awaits the actor, a coordinator its team (REC-58), a host the best of its candidates (REC-33)."""
        actor: Actor = self.actor  # type: ignore[assignment]
        team = team_of(actor)[:TEAM_SHOWN] if actor.role == Role.COORDINATOR else []
        best = self._best(actor) if actor.role == Role.HOST_MANAGER else []
        shown = {"team": team, "team_columns": TEAM, "best": best, "best_columns": BEST}
        return super().get_context_data(waiting=list(todos.waiting(actor)), **shown, **kwargs)

    def _best(self, actor: Actor) -> list[Ranked]:
        needs = pool.needs_of(actor).filter(vacant_posts__gt=0).values_list("pk", flat=True)
        return ranked(needs, localdate(self.now), count=BEST_SHOWN)
