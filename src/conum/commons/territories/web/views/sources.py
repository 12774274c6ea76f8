"""Public page: where the territories' data comes from, and under which licence."""

from __future__ import annotations

from typing import Any

from conum.commons.territories.queries import reference_loads, sources
from conum.kernel.web.views import Page


class SourcesPage(Page):
    """Sources, versions, dates and licences."""

    public = True
    template_name = "territories/sources.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the sources and when the tables were last loaded."""
        return super().get_context_data(sources=sources(), loads=reference_loads(), **kwargs)
