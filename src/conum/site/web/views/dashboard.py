"""The first page after sign-in: what awaits the person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from conum.commons.accounts.enums import Role
from conum.kernel.web.views import Page
from conum.site.web import todos
from conum.site.web.permissions import SEE_DASHBOARD


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
        """Give what awaits the actor."""
        return super().get_context_data(waiting=list(todos.waiting(self.actor)), **kwargs)  # type: ignore[arg-type]
