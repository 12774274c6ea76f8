"""Filters of the list of mandates."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.enums import MandateState
from conum.domains.mandates.models import Authorisation, ProcedureGroup
from conum.kernel.ui.filters import FilterSet


def _groups(request: Any) -> QuerySet[ProcedureGroup]:
    return ProcedureGroup.objects.order_by("position")


class MandateFilters(FilterSet):
    """Of the mandates of an organisation."""

    q = django_filters.CharFilter(label=_("Nom de l'usager"), method="named")
    etat = django_filters.ChoiceFilter(field_name="state", label=_("État"), choices=MandateState.choices)
    demarche = django_filters.ModelChoiceFilter(label=_("Démarche"), queryset=_groups, method="about")

    def named(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the citizens whose names hold each word, accents and case apart; former names count too."""
        for word in value.split()[:5]:
            found = Q()
            for prefix in ("beneficiary__", "beneficiary__former_names__"):
                for field in ("given_names", "family_name", "preferred_name"):
                    found |= Q(**{f"{prefix}{field}__unaccent__icontains": word})
            rows = rows.filter(pk__in=rows.filter(found).order_by().values("pk"))
        return rows

    def about(self, rows: QuerySet[Any], name: str, value: ProcedureGroup) -> QuerySet[Any]:
        """Keep the mandates that were signed for this group."""
        return rows.filter(pk__in=Authorisation.objects.filter(group=value).values("mandate"))
