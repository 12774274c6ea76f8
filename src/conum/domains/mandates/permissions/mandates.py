"""Who may do what with mandates, and which ones each actor sees (MAN-04, MAN-15, MAN-18)."""

from __future__ import annotations

from datetime import datetime

import rules
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.domains.mandates.models import Mandate, MandatePreparation, MandateTransfer
from conum.kernel.permissions import permission


@rules.predicate
def of_own_organisation(actor: Actor, row: Mandate | MandatePreparation) -> bool:
    """The row is of the organisation the actor acts for."""
    return actor.organisation_id is not None and row.organisation_id == actor.organisation_id


@rules.predicate
def of_own_side(actor: Actor, transfer: MandateTransfer) -> bool:
    """The transfer leaves or joins the organisation the actor acts for."""
    sides = (transfer.mandate.organisation_id, transfer.to_organisation_id)
    return actor.organisation_id is not None and actor.organisation_id in sides


MANDATE_CREATE = permission(
    "mandates.mandate_create",
    _("Préparer et signer un mandat avec un usager"),
    roles="helper",
    predicate=of_own_organisation,
)
MANDATE_READ = permission(
    "mandates.mandate_read", _("Voir les mandats de sa structure"), roles="helper", predicate=of_own_organisation
)
MANDATE_EXPORT = permission("mandates.mandate_export", _("Exporter les mandats de sa structure"), roles="helper")
MANDATE_REVOKE = permission(
    "mandates.mandate_revoke", _("Révoquer un mandat de sa structure"), roles="helper", predicate=of_own_organisation
)
MANDATE_TRANSFER = permission(
    "mandates.mandate_transfer",
    _("Proposer ou accepter le transfert d'un mandat"),
    roles="helper",
    predicate=of_own_side,
)
ADMINISTER = permission(
    "mandates.administer", _("Retrouver un mandat par son code et le révoquer"), roles="national_admin"
)


def mandates_visible_to(actor: Actor | None) -> QuerySet[Mandate]:
    """Return the mandates of the organisation the helper acts for; nobody else sees any here (MAN-04)."""
    if actor is None or not MANDATE_READ.allows(actor) or actor.organisation_id is None:
        return Mandate.objects.none()
    return Mandate.objects.filter(organisation=actor.organisation_id)


def preparations_visible_to(actor: Actor | None, now: datetime) -> QuerySet[MandatePreparation]:
    """Return the preparations begun by this person, in any of the organisations (MAN-06 says which one may sign)."""
    if actor is None or actor.role != Role.HELPER:
        return MandatePreparation.objects.none()
    return MandatePreparation.objects.filter(helper__person=actor.person_id)


def transfers_visible_to(actor: Actor | None) -> QuerySet[MandateTransfer]:
    """Return the transfers proposed to, or by, the organisation the helper acts for."""
    if actor is None or actor.role != Role.HELPER or actor.organisation_id is None:
        return MandateTransfer.objects.none()
    mine = MandateTransfer.objects.filter(mandate__organisation=actor.organisation_id)
    return mine | MandateTransfer.objects.filter(to_organisation=actor.organisation_id)
