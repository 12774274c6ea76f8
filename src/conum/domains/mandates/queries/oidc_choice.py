"""Whom a helper may act for, and for what: one query each, whatever the number of citizens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from conum.commons.beneficiaries.models import Beneficiary
from conum.domains.mandates.models import Authorisation


def living(organisation_id: UUID | None, now: datetime) -> QuerySet[Authorisation]:
    """Return the authorisations an organisation may use at this instant (MAN-30)."""
    return Authorisation.objects.filter(
        Q(revoked_at=None) | Q(revoked_at__gt=now), organisation=organisation_id, starts_at__lte=now, expires_at__gt=now
    )


def citizens(
    organisation_id: UUID | None, now: datetime, *, search: str = "", groups: set[str] | None = None
) -> QuerySet[Beneficiary]:
    """Return the citizens the organisation may act for, by name.

    Args:
        search: words of the names, in any order, whatever case and accents.
        groups: only those with an authorisation for one of these procedure groups.
    """
    theirs = living(organisation_id, now).filter(beneficiary=OuterRef("pk"))
    if groups is not None:
        theirs = theirs.filter(group__in=groups)
    named = Concat("given_names", Value(" "), "family_name", Value(" "), "preferred_name")
    found = Beneficiary.objects.filter(Exists(theirs), anonymised_at=None).annotate(names=named)
    for word in search.split()[:5]:
        found = found.filter(names__unaccent__icontains=word)
    return found.order_by("family_name", "given_names", "pk")


def authorisations_for(
    organisation_id: UUID | None, beneficiary_id: UUID, now: datetime, *, groups: set[str] | None = None
) -> QuerySet[Authorisation]:
    """Return what the organisation may do for this citizen, in the order of the groups, with who it is."""
    found = living(organisation_id, now).filter(beneficiary=beneficiary_id, beneficiary__anonymised_at=None)
    if groups is not None:
        found = found.filter(group__in=groups)
    return found.select_related("group", "beneficiary").order_by(F("group__position"))
