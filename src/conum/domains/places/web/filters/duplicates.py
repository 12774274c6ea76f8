"""Filters of the pairs of records that resemble each other."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from conum.commons.territories.queries import department_names
from conum.domains.places.enums import PairState
from conum.domains.places.models import DuplicatePair
from conum.kernel.ui.filters import FilterSet

LEVELS = (("0.9", _("90 % ou plus")), ("0.75", _("75 % ou plus")))


class PairFilters(FilterSet):
    """Name or commune, département, state, likeness."""

    q = CharFilter(label=_("Nom ou commune"), method="search")
    departement = ChoiceFilter(
        label=_("Département"), choices=lambda: department_names().items(), field_name="first__commune__department"
    )
    etat = ChoiceFilter(label=_("État"), choices=PairState.choices, field_name="state")
    niveau = ChoiceFilter(label=_("Ressemblance"), choices=LEVELS, field_name="score", lookup_expr="gte")

    class Meta:
        model = DuplicatePair
        fields: list[str] = []

    def search(self, rows: QuerySet[DuplicatePair], name: str, value: str) -> QuerySet[DuplicatePair]:
        """Look for the text in both records."""
        wanted = Q()
        for side in ("first", "second"):
            wanted |= Q(**{f"{side}__name__icontains": value}) | Q(**{f"{side}__commune_name__icontains": value})
        return rows.filter(wanted)
