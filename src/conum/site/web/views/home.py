"""Home: what the programme is, where it stands, three ways in."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from conum.commons.territories.queries.reference import department_shapes
from conum.kernel.web.views import Page
from conum.site.web import figures


class Home(Page):
    """The first page."""

    public = True
    template_name = "site/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the figures of the day and the map."""
        return super().get_context_data(**figures_context(), **kwargs)


class Figures(Page):
    """The figures by département, with the method."""

    public = True
    template_name = "site/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the figures of the day and the map."""
        return super().get_context_data(**figures_context(), **kwargs)


def figures_context() -> dict[str, Any]:
    """Return what the map and its table need."""
    deployment = figures.deployment(timezone.localdate())
    return {
        "deployment": deployment,
        "shapes": department_shapes(),
        "links": figures.links([balance.department.code for balance in deployment.balances]),
    }
