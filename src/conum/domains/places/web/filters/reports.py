"""Filters of the errors reported on places."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from conum.commons.territories.models import Fold
from conum.domains.places.enums.report import ReportSubject
from conum.domains.places.models import PlaceReport
from conum.kernel.ui.filters import FilterSet


class ReportFilters(FilterSet):
    """Place or commune, subject."""

    q = CharFilter(label=_("Lieu ou commune"), method="search")
    sujet = ChoiceFilter(label=_("Sujet"), choices=ReportSubject.choices, field_name="subject")

    class Meta:
        model = PlaceReport
        fields: list[str] = []

    def search(self, rows: QuerySet[PlaceReport], name: str, value: str) -> QuerySet[PlaceReport]:
        """Look for the text in names and communes of places, accents aside."""
        named = rows.annotate(folded=Fold("place__name"))
        return named.filter(Q(folded__contains=Fold(Value(value))) | Q(place__commune_name__icontains=value))
