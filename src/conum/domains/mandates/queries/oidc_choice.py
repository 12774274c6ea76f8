"""Whom a helper may act for, and for what: one query each, whatever the number of citizens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from conum.commons.accounts.models import Actor
from conum.commons.beneficiaries.models import Beneficiary
from conum.domains.mandates.models import Authorisation, ProcedureGroup, Standing
from conum.kernel.reading import Reading

ALIVE = Q(revoked_at=None)
CHOICES = Reading(
    """FROM mandates_standing s
    JOIN mandates_proceduregroup g ON g.code = s.group_id
    JOIN beneficiaries_beneficiary b ON b.id = s.beneficiary_id AND b.anonymised_at IS NULL
    WHERE s.person_id = %s AND s.organisation_id = %s AND s.beneficiary_id = %s
      AND s.starts_at <= %s AND s.expires_at > %s AND (s.revoked_at IS NULL OR s.revoked_at > %s)
    ORDER BY g.position""",
    s=Standing,
    g=ProcedureGroup,
    b=Beneficiary,
)


def living(organisation_id: UUID | None, now: datetime) -> QuerySet[Authorisation]:
    """Return the authorisations an organisation may use at this instant (MAN-30)."""
    return Authorisation.objects.filter(
        ALIVE | Q(revoked_at__gt=now), organisation=organisation_id, starts_at__lte=now, expires_at__gt=now
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


def choices_for(actor: Actor, beneficiary_id: UUID, now: datetime, *, groups: set[str] | None = None) -> list[Standing]:
    """Return what the actor's organisation may do for this citizen, in the order of the groups, with who it is.

    Each says whether the actor may act: an organisation keeps its authorisations while a helper is suspended.
    """
    found = []
    for standing, standing.group, standing.beneficiary in CHOICES(
        actor.person_id, actor.organisation_id, beneficiary_id, now, now, now
    ):
        if groups is None or standing.group_id in groups:
            found.append(standing)
    return found
