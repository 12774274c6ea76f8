"""Filters of the lists of positions."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from conum.commons.accounts.enums import EmployerClass
from conum.commons.territories.queries import department_names
from conum.domains.positions.enums import ASKED_KINDS, OpinionVerdict, PostState, RequestState, SessionState
from conum.domains.positions.models import CommitteeSession, HostRequest, Post
from conum.kernel.ui.filters import FilterSet

ZONES = (("qpv", "QPV"), ("zrr", "ZRR"), ("frr", "FRR"))
VERDICTS = [*OpinionVerdict.choices, ("none", _("Pas encore d'avis"))]


def departments() -> list[tuple[str, str]]:
    """Return the départements as choices."""
    return [(code, f"{code} {name}") for code, name in department_names().items()]


class RequestFilters(FilterSet):
    """Filters of the requests."""

    q = CharFilter(label=_("Structure, commune, SIRET ou numéro"), method="search")
    etat = ChoiceFilter(label=_("État"), field_name="state", choices=RequestState.choices)
    departement = ChoiceFilter(label=_("Département"), field_name="department", choices=departments)
    statut = ChoiceFilter(label=_("Statut"), field_name="employer_class", choices=EmployerClass.choices)
    poste = ChoiceFilter(label=_("Type de poste"), field_name="kind", choices=ASKED_KINDS)
    avis = ChoiceFilter(label=_("Avis du préfet"), choices=VERDICTS, method="by_verdict")
    zone = ChoiceFilter(label=_("Zone prioritaire"), choices=ZONES, method="by_zone")

    class Meta:
        model = HostRequest
        fields: list[str] = []

    def search(self, rows: QuerySet[HostRequest], name: str, value: str) -> QuerySet[HostRequest]:
        """Look for the text in names and numbers."""
        found = Q(organisation__name__icontains=value) | Q(commune__name__icontains=value)
        digits = value.replace(" ", "")
        if digits.isdecimal():
            found |= Q(legal_id__startswith=digits)
            found |= Q(number=int(digits)) if len(digits) < 10 else Q()
        return rows.filter(found)

    def by_verdict(self, rows: QuerySet[HostRequest], name: str, value: str) -> QuerySet[HostRequest]:
        """Keep one verdict, or the requests without opinion."""
        return rows.filter(verdict="" if value == "none" else value)

    def by_zone(self, rows: QuerySet[HostRequest], name: str, value: str) -> QuerySet[HostRequest]:
        """Keep the requests whose commune was in this zone on the day they were filed."""
        return rows.filter(zones__contains=value)


class PostFilters(FilterSet):
    """Filters of the posts."""

    q = CharFilter(label=_("Structure, commune, SIRET ou numéro"), method="search")
    etat = ChoiceFilter(label=_("État"), field_name="state", choices=PostState.choices)
    departement = ChoiceFilter(label=_("Département"), field_name="department_code", choices=departments)
    poste = ChoiceFilter(label=_("Type de poste"), field_name="kind", choices=ASKED_KINDS)

    class Meta:
        model = Post
        fields: list[str] = []

    def search(self, rows: QuerySet[Post], name: str, value: str) -> QuerySet[Post]:
        """Look for the text in names and numbers."""
        found = Q(host_name__icontains=value) | Q(commune_name__icontains=value)
        digits = value.replace(" ", "")
        if digits.isdecimal():
            found |= Q(host_siret__startswith=digits)
            found |= Q(number=int(digits)) if len(digits) < 10 else Q()
        return rows.filter(found)


class SessionFilters(FilterSet):
    """Filters of the sessions."""

    etat = ChoiceFilter(label=_("État"), field_name="state", choices=SessionState.choices)

    class Meta:
        model = CommitteeSession
        fields: list[str] = []
