"""The first page after sign-in: what awaits the person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.domains.recruitment.queries.contracts import team_of
from conum.kernel.ui.tables import Column, page_of
from conum.kernel.web.views import Page
from conum.site.web import todos
from conum.site.web.permissions import SEE_DASHBOARD

TEAM_SHOWN = 30
TEAM = (
    Column(_("Conseiller"), lambda row: str(row.person), heading=True, link=page_of("recruitment:contract")),
    Column(_("Structure"), "host"),
    Column(_("Type"), "get_kind_display"),
    Column(_("Début"), "starts_on"),
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
        """Give what awaits the actor, and a coordinator its team (REC-58)."""
        team = team_of(self.actor)[:TEAM_SHOWN] if self.actor.role == Role.COORDINATOR else []  # type: ignore
        waiting = list(todos.waiting(self.actor))  # type: ignore[arg-type]
        return super().get_context_data(waiting=waiting, team=team, team_columns=TEAM, **kwargs)
