"""Filters of an editor's places."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from conum.commons.territories.models import Fold
from conum.domains.places import parameters
from conum.domains.places.models import Place
from conum.kernel.ui.filters import FilterSet

STATES = (("open", _("Ouverts")), ("hidden", _("Masqués")), ("closed", _("Fermés")))
MONTH = 30.4375  # days, on average


class MyPlacesFilters(FilterSet):
    """Name or commune, state, what is to be confirmed."""

    q = CharFilter(label=_("Nom ou commune"), method="search")
    etat = ChoiceFilter(label=_("État"), choices=STATES, method="by_state")
    fraicheur = ChoiceFilter(
        label=_("À confirmer"), choices=(("old", _("Sans mise à jour depuis six mois")),), method="by_age"
    )

    class Meta:
        model = Place
        fields: list[str] = []

    def search(self, rows: QuerySet[Place], name: str, value: str) -> QuerySet[Place]:
        """Look for the text in names and communes, accents aside."""
        return rows.annotate(folded=Fold("name")).filter(
            Q(folded__contains=Fold(Value(value))) | Q(commune_name__icontains=value)
        )

    def by_state(self, rows: QuerySet[Place], name: str, value: str) -> QuerySet[Place]:
        """Keep one state."""
        wanted = {"closed": ~Q(closed_on=None), "hidden": Q(closed_on=None, visible=False)}
        return rows.filter(wanted.get(value, Q(closed_on=None)))

    def by_age(self, rows: QuerySet[Place], name: str, value: str) -> QuerySet[Place]:
        """Keep those not confirmed for the first limit of freshness."""
        today = timezone.localdate()
        months = parameters.FRESHNESS_MONTHS.on(today)[0]
        return rows.filter(closed_on=None, updated_on__lte=today - timedelta(days=round(months * MONTH)))
