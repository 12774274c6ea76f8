"""Filters of the lists of applications, helpers and cards."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from conum.commons.territories.queries import department_names
from conum.domains.mandates.enums import AccreditationRequestState, AccreditationState, CardState, HelperState
from conum.domains.mandates.models import Accreditation, AccreditationRequest, Helper, TotpCard
from conum.kernel.ui.filters import FilterSet

SENT = [choice for choice in AccreditationRequestState.choices if choice[0] != AccreditationRequestState.DRAFT]


def departments() -> list[tuple[str, str]]:
    """Return the départements as choices."""
    return [(code, f"{code} {name}") for code, name in department_names().items()]


class RequestFilters(FilterSet):
    """Filters of the applications."""

    q = CharFilter(label=_("Organisation, SIRET ou numéro"), method="search")
    etat = ChoiceFilter(label=_("État"), field_name="state", choices=SENT)
    departement = ChoiceFilter(label=_("Département"), field_name="department", choices=departments)

    class Meta:
        model = AccreditationRequest
        fields: list[str] = []

    def search(self, rows: QuerySet[AccreditationRequest], name: str, value: str) -> QuerySet[AccreditationRequest]:
        """Look for the text in names and numbers."""
        found = Q(organisation__name__icontains=value)
        digits = value.replace(" ", "")
        if digits.isdecimal() and digits.isascii():
            found |= Q(organisation__siret__startswith=digits)
            found |= Q(number=int(digits)) if len(digits) < 10 else Q()
        return rows.filter(found)


class HelperFilters(FilterSet):
    """Filters of the helpers."""

    q = CharFilter(label=_("Nom, adresse ou organisation"), method="search")
    etat = ChoiceFilter(label=_("État"), field_name="state", choices=HelperState.choices)

    class Meta:
        model = Helper
        fields: list[str] = []

    def search(self, rows: QuerySet[Helper], name: str, value: str) -> QuerySet[Helper]:
        """Look for the text in names, addresses and organisations."""
        names = Q(first_name__icontains=value) | Q(last_name__icontains=value) | Q(email__icontains=value)
        return rows.filter(names | Q(organisation__name__icontains=value))


class AccreditationFilters(FilterSet):
    """Filters of the accreditations."""

    q = CharFilter(label=_("Organisation"), field_name="organisation__name", lookup_expr="icontains")
    etat = ChoiceFilter(label=_("État"), field_name="state", choices=AccreditationState.choices)

    class Meta:
        model = Accreditation
        fields: list[str] = []


class CardFilters(FilterSet):
    """Filters of the cards."""

    q = CharFilter(label=_("Numéro de série"), field_name="serial", lookup_expr="icontains")
    etat = ChoiceFilter(label=_("État"), choices=CardState.choices, method="by_state")

    class Meta:
        model = TotpCard
        fields: list[str] = []

    def by_state(self, rows: QuerySet[TotpCard], name: str, value: str) -> QuerySet[TotpCard]:
        """Keep one state, which is derived from the dates."""
        return rows.filter(
            {
                CardState.IN_STOCK: Q(helper=None, removed_at=None),
                CardState.ASSIGNED: Q(helper__isnull=False, validated_at=None, removed_at=None),
                CardState.VALIDATED: Q(validated_at__isnull=False, removed_at=None),
                CardState.REMOVED: Q(removed_at__isnull=False),
            }[CardState(value)]
        )
