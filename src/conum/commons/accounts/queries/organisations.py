"""Questions about organisations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from conum.commons.accounts.models import Actor, Organisation, OrganisationLabel


def visible_to(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations the actor sees: its territory's, its own, its network's."""
    rows = Organisation.objects.select_related("commune", "commune__department")
    own = Q(pk=actor.organisation_id) if actor.organisation_id else Q(pk__in=[])
    if actor.role == "network" and actor.organisation_id:
        network = Organisation.objects.filter(pk=actor.organisation_id).exclude(network="").values("network")
        own |= Q(network__in=network)
    return rows.filter(own | actor.perimeter.as_q("commune__department"))


def find(siret: str = "", ridet: str = "", branch_name: str = "") -> Organisation | None:
    """Return the organisation of this SIRET or RIDET (digits only) and branch; None when unknown."""
    number: dict[str, Any] = {"siret": siret} if siret else {"ridet": ridet}
    return Organisation.objects.filter(**number, branch_name=branch_name).first() if siret or ridet else None


def labels_on(organisation: Organisation, day: date) -> QuerySet[OrganisationLabel]:
    """Return the labels held on a day."""
    open_ended = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return organisation.labels.filter(open_ended, starts_on__lte=day)
