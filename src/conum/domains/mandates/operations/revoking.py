"""Ending authorisations before their time, by whoever may: effective at once everywhere (MAN-15)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.domains.mandates.enums import RevokedBy
from conum.domains.mandates.events import AuthorisationRevoked
from conum.domains.mandates.models import Authorisation, Mandate, MandateDocument
from conum.domains.mandates.operations.ending import tell_helpers
from conum.domains.mandates.operations.papers import revocation_hash
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.permissions.mandates import ADMINISTER, MANDATE_REVOKE
from conum.domains.mandates.rules import mandates as rules
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish


@transaction.atomic
def revoke(
    mandate_id: UUID,
    groups: Collection[str] | None,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    address: str | None = None,
) -> int:
    """Revoke some groups of a mandate, or all (None), as a helper of its organisation or as the administration.

    Returns how many were ended; those already over are left as they are.

    Raises:
        PermissionRefused, OutOfSight; RuleBroken MAN-15 when nothing is left to revoke.
    """
    mandate = _locked(mandate_id)
    administration = ADMINISTER.allows(actor)
    if not administration:
        MANDATE_REVOKE.require(actor, mandate)
    elif not reason.strip():
        raise ConumError(_("Dites pourquoi l'administration révoque ce mandat."), field="reason")
    by = RevokedBy.ADMIN if administration else RevokedBy.HELPER
    return _revoke(mandate, groups, by, actor=actor, now=now, address=address, reason=bool(reason))


@transaction.atomic
def revoke_by_citizen(
    beneficiary_id: UUID, mandate_id: UUID, groups: Collection[str] | None, *, now: datetime, address: str | None
) -> int:
    """Revoke one's own mandate, after FranceConnect; raises OutOfSight for somebody else's."""
    mandate = _locked(mandate_id)
    if mandate.beneficiary_id != beneficiary_id:
        raise OutOfSight(_("Ce mandat n'existe pas."))
    return _revoke(mandate, groups, RevokedBy.CITIZEN, actor=None, now=now, address=address)


@transaction.atomic
def revoke_by_code(code: str, *, now: datetime, address: str | None) -> Mandate:
    """Revoke the whole mandate by the code printed for the citizen on its paper.

    Raises:
        ConumError: no such code; RuleBroken MAN-15: already over.
    """
    paper = MandateDocument.objects.filter(revocation_hash=revocation_hash(code)).first()
    if paper is None:
        raise ConumError(_("Ce code de révocation n'est pas connu. Vérifiez-le sur votre attestation."), field="code")
    mandate = _locked(paper.mandate_id)
    _revoke(mandate, None, RevokedBy.CODE, actor=None, now=now, address=address)
    return mandate


def _locked(mandate_id: UUID) -> Mandate:
    found = Mandate.objects.select_for_update(of=("self",), no_key=True).filter(pk=mandate_id).first()
    if found is None:
        raise OutOfSight(_("Ce mandat n'existe pas."))
    return found


def _revoke(
    mandate: Mandate,
    groups: Collection[str] | None,
    by: RevokedBy,
    *,
    actor: Actor | None,
    now: datetime,
    address: str | None,
    reason: bool = False,
) -> int:
    rows = Authorisation.objects.filter(mandate=mandate)
    if groups is not None:
        rows = rows.filter(group__in=list(groups))
    alive = rows.filter(revoked_at=None, expires_at__gt=now)
    count = revoke_rows(alive, by, actor=actor, now=now, address=address)
    rules.still_alive.check(None if count else now, mandate.expires_at, now)
    if not Authorisation.objects.filter(mandate=mandate, revoked_at=None).exists():
        payload = {"by": str(by), "reasoned": reason, "beneficiary": mandate.beneficiary_id}
        organisation = mandate.organisation_id
        if by != RevokedBy.HELPER:
            _tell(mandate, by, now)
        trace(
            "mandate.revoke",
            actor=actor,
            subject=mandate,
            payload=payload,
            organisation_id=organisation,
            now=now,
            address=address,
        )
    return count


def _tell(mandate: Mandate, by: RevokedBy, now: datetime) -> None:
    """Tell the helpers that somebody else ended a mandate of theirs; the mail does not name the citizen."""
    line = _("Le mandat signé le {day} est terminé. Révoqué par : {by}.").format(
        day=f"{localtime(mandate.starts_at):%d/%m/%Y}", by=by.label
    )
    subject = _("Un mandat de votre structure est révoqué")
    tell_helpers(mandate.organisation_id, f"revoked/{mandate.pk}", subject, line, now)


def revoke_rows(
    rows: QuerySet[Authorisation],
    by: RevokedBy,
    *,
    actor: Actor | None,
    now: datetime,
    address: str | None = None,
) -> int:
    """Revoke these rows, in one order whoever comes, and tell it in the same transaction; returns how many."""
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for one in found:
        one.revoked_at, one.revoked_by = now, by
        one.save(update_fields=["revoked_at", "revoked_by"])
        held = {"by": str(by), "group": one.group_id, "mandate": one.mandate_id, "beneficiary": one.beneficiary_id}
        trace(
            "authorisation.revoke",
            actor=actor,
            subject=one,
            payload=held,
            organisation_id=one.organisation_id,
            now=now,
            address=address,
        )
        publish(AuthorisationRevoked(one.pk, one.mandate_id, one.organisation_id, one.beneficiary_id, one.group_id))
    return len(found)
