"""Questions about organisations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from conum.commons.accounts.models import Actor, Organisation, OrganisationLabel
from conum.commons.territories.models import Zone
from conum.commons.territories.queries import in_force_on, zones_of


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


def zones_on(organisation: Organisation, day: date) -> list[Zone]:
    """Return the priority zones of a day where the organisation is, derived from its commune and never stored.

    A QPV is a neighbourhood of the commune: for an organisation that is not the commune itself, it says that the
    commune has one, not that the address lies in it (sheet 02 section 2).
    """
    return list(zones_of(organisation.commune_id, on=day).order_by("kind", "code")) if organisation.commune_id else []


def with_zones(rows: QuerySet[Organisation], day: date) -> QuerySet[Organisation]:
    """Add `zones`: the codes of the kinds of zone of the commune on a day (`qpv`, `zrr`, `frr`), in the same query."""
    kinds = Zone.objects.filter(in_force_on(day), commune=OuterRef("commune")).order_by("kind")
    return rows.annotate(zones=ArraySubquery(kinds.values("kind").distinct()))
