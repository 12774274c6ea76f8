"""Filters of the lists of recruitment."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from conum.domains.recruitment.enums import (
    CandidateState,
    ContractKind,
    ContractState,
    Situation,
)
from conum.domains.recruitment.queries.pool import ON_SCREEN
from conum.kernel.ui.filters import FilterSet

KILOMETRES = [(5, _("5 km")), (10, _("10 km")), (20, _("20 km")), (40, _("40 km")), (100, _("100 km"))]


STATES = [(state.value, state.label) for state in ON_SCREEN]


class PoolFilters(FilterSet):
    """Of the candidates of a host."""

    etat = django_filters.ChoiceFilter(
        field_name="state",
        label=_("État"),
        choices=STATES,
    )
    distance = django_filters.ChoiceFilter(label=_("À moins de"), choices=KILOMETRES, method="within")
    profil = django_filters.ChoiceFilter(
        label=_("Profil"),
        choices=[
            (Situation.MEDIATION_DEGREE.value, _("Diplôme de médiation")),
            (Situation.MEDIATION_EXPERIENCE.value, _("Expérience de médiation")),
            (Situation.JOBSEEKER.value, _("En recherche d'emploi")),
        ],
        method="with_situation",
    )
    recherche = django_filters.CharFilter(label=_("Prénom ou commune"), method="search", max_length=80)

    def within(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep those nearer than `value` kilometres."""
        return rows.filter(distance_m__lte=int(value) * 1000)

    def with_situation(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep those who ticked this situation."""
        return rows.filter(candidate__situations__contains=[value])

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Search what every host may read: first name and commune, not the family name."""
        return rows.filter(Q(candidate__first_name__icontains=value) | Q(candidate__commune__name__icontains=value))


class ContractFilters(FilterSet):
    """Of contracts."""

    etat = django_filters.ChoiceFilter(field_name="state", label=_("État"), choices=ContractState.choices)
    type = django_filters.ChoiceFilter(field_name="kind", label=_("Type"), choices=ContractKind.choices)
    recherche = django_filters.CharFilter(label=_("Conseiller ou structure"), method="search", max_length=80)

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Search names."""
        asked = Q(host__name__icontains=value)
        return rows.filter(asked | Q(person__last_name__icontains=value) | Q(person__first_name__icontains=value))


class CandidateFilters(FilterSet):
    """Of all applications."""

    etat = django_filters.ChoiceFilter(
        field_name="state",
        label=_("État"),
        choices=[choice for choice in CandidateState.choices if choice[0] != CandidateState.REMOVED],
    )
    departement = django_filters.CharFilter(field_name="department", label=_("Département (code)"), max_length=3)
    recherche = django_filters.CharFilter(label=_("Nom ou adresse électronique"), method="search", max_length=80)

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Search names and addresses."""
        asked = Q(last_name__icontains=value) | Q(first_name__icontains=value)
        return rows.filter(asked | Q(email__icontains=value))
