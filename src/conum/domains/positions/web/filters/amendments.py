"""Filters of amendments, transfers and vacancies."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from conum.domains.positions.enums import (
    ASKED_KINDS,
    AmendmentKind,
    AmendmentState,
    TransferState,
    VacancyStage,
)
from conum.domains.positions.models import PostAmendment, PostAttachment, PostTransfer
from conum.domains.positions.web.filters import VERDICTS, departments
from conum.kernel.ui.filters import FilterSet


class AmendmentFilters(FilterSet):
    """Filters of the additions and returns."""

    q = CharFilter(label=_("Structure ou SIRET"), method="search")
    etat = ChoiceFilter(label=_("État"), field_name="state", choices=AmendmentState.choices)
    nature = ChoiceFilter(label=_("Nature"), field_name="direction", choices=AmendmentKind.choices)
    departement = ChoiceFilter(label=_("Département"), field_name="department", choices=departments)
    poste = ChoiceFilter(label=_("Type de poste"), field_name="kind", choices=ASKED_KINDS)
    avis = ChoiceFilter(label=_("Avis du préfet"), choices=VERDICTS, method="by_verdict")

    class Meta:
        model = PostAmendment
        fields: list[str] = []

    def search(self, rows: QuerySet[PostAmendment], name: str, value: str) -> QuerySet[PostAmendment]:
        """Look for the text in names and numbers."""
        return rows.filter(Q(host__name__icontains=value) | Q(host__siret__startswith=value.replace(" ", "")))

    def by_verdict(self, rows: QuerySet[PostAmendment], name: str, value: str) -> QuerySet[PostAmendment]:
        """Keep one verdict, or the additions without opinion."""
        return rows.filter(direction="addition", verdict="") if value == "none" else rows.filter(verdict=value)


class TransferFilters(FilterSet):
    """Filters of the transfers."""

    q = CharFilter(label=_("Structure, SIRET ou numéro de poste"), method="search")
    etat = ChoiceFilter(label=_("État"), field_name="state", choices=TransferState.choices)
    departement = ChoiceFilter(label=_("Département"), field_name="department", choices=departments)

    class Meta:
        model = PostTransfer
        fields: list[str] = []

    def search(self, rows: QuerySet[PostTransfer], name: str, value: str) -> QuerySet[PostTransfer]:
        """Look for the text in names and numbers of both hosts."""
        found, digits = Q(), value.replace(" ", "")
        for side in ("from_host", "to_host"):
            found |= Q(**{f"{side}__name__icontains": value}) | Q(**{f"{side}__siret__startswith": digits})
        return rows.filter(found | Q(post__number=int(digits)) if digits.isdigit() and len(digits) < 10 else found)


class VacancyFilters(FilterSet):
    """Filters of the vacant posts."""

    q = CharFilter(label=_("Structure ou commune"), method="search")
    etape = ChoiceFilter(label=_("Dernière alerte"), field_name="last_stage", choices=VacancyStage.choices)
    departement = ChoiceFilter(label=_("Département"), field_name="department", choices=departments)
    poste = ChoiceFilter(label=_("Type de poste"), field_name="post__kind", choices=ASKED_KINDS)

    class Meta:
        model = PostAttachment
        fields: list[str] = []

    def search(self, rows: QuerySet[PostAttachment], name: str, value: str) -> QuerySet[PostAttachment]:
        """Look for the text in names."""
        return rows.filter(Q(host__name__icontains=value) | Q(host__commune__name__icontains=value))
