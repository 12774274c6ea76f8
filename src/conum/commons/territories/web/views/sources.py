"""Public page: where the territories' data comes from, and under which licence."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from conum.commons.territories.queries import Source, reference_loads, sources
from conum.kernel.web.views import Page


class SourcesPage(Page):
    """Sources, versions, dates and licences."""

    public = True
    template_name = "territories/sources.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the sources and when the tables were last loaded."""
        described = [(source, pairs(source)) for source in sources()]
        return super().get_context_data(described=described, loads=reference_loads(), **kwargs)


def pairs(source: Source) -> list[tuple[str, Any]]:
    """Return what is said of a source, as (label, value)."""
    link = '<a href="{}" rel="external">{}</a>'
    return [
        (_("Producteur"), source.publisher),
        (_("Date des données"), source.data_date),
        (_("Paquet et version"), format_html(link + " {}", source.url, source.package, source.version)),
        (_("Licence"), format_html(link, source.licence_url, source.licence)),
    ]
