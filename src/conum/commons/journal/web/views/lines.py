"""The list of the journal's lines."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters as filters
from django.db import models
from django.utils.translation import gettext_lazy as _

from conum.commons.journal import permissions
from conum.commons.journal.models import JournalEntry
from conum.commons.journal.queries import everything
from conum.commons.journal.web import tables
from conum.kernel.ui.filters import FilterSet
from conum.kernel.web.lists import ListPage


class Lines(ListPage):
    """Who did what, when, on what."""

    class Filters(FilterSet):
        """Filters of the journal."""

        famille = filters.CharFilter("family", label=_("Famille"), lookup_expr="iexact")
        action = filters.CharFilter("action", label=_("Action contient"), lookup_expr="icontains")
        objet = filters.CharFilter("subject_id", label=_("Identifiant de l'objet"))
        auteur = filters.CharFilter("author", label=_("Nom de l'auteur contient"), lookup_expr="icontains")
        depuis = filters.DateFilter("happened_at", label=_("Depuis le"), lookup_expr="date__gte")
        jusqu = filters.DateFilter("happened_at", label=_("Jusqu'au"), lookup_expr="date__lte")

    permission = permissions.READ
    template_name = "journal/lines.html"
    filterset_class = Filters
    sorts: ClassVar = {"date": ("happened_at", "position"), "famille": ("family", "position")}
    default_sort = "-date"
    columns = tables.EXPORT
    export_name = "journal"

    def rows(self) -> models.QuerySet[JournalEntry]:
        """Every line: the two roles that read it read it all."""
        return everything()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(table=tables.LINES, **kwargs)
