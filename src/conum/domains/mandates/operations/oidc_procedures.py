"""Acting in a citizen's name: the code, the token, the use (sheet 13 sections 4 and 5).

A code and the token it gave are one row: exchanging, replaying, ending are changes of that row under its lock, so that
two connections that present one code at the same instant get one token.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.commons.journal import operations as journal
from conum.commons.territories.models import Perimeter
from conum.domains.mandates.enums import ProcedureEnd
from conum.domains.mandates.models import Authorisation, ClientAssertion, Procedure, RelyingParty, Standing
from conum.domains.mandates.operations.oidc_clients import hashed
from conum.domains.mandates.operations.oidc_keys import FAMILY, sweep_keys
from conum.domains.mandates.parameters import CODE_SECONDS, PROCEDURE_KEPT_HOURS, TOKEN_SECONDS
from conum.domains.mandates.permissions import oidc as permissions
from conum.domains.mandates.queries import oidc_procedures as queries
from conum.domains.mandates.rules import oidc as rules
from conum.kernel.ids import new_id
from conum.kernel.statements import planned

FIRST_USE = """
    WITH first AS (UPDATE mandates_procedure SET used_at = %s WHERE id = %s AND used_at IS NULL RETURNING 1)
    INSERT INTO mandates_use (id, procedure_id, authorisation_id, relying_party_id, helper_id, used_at)
    SELECT %s::uuid, %s::uuid, %s::uuid, %s::uuid, %s::uuid, %s::timestamptz FROM first
    RETURNING 1
"""  # `models.Use`


@dataclass(frozen=True)
class Asked:
    """What a relying party asked, once validated.

    Attributes:
        claims: the `claims` parameter, as an object.
        proved_at: when the helper last proved a second factor; `factors` how (RFC 8176).
    """

    redirect_uri: str
    scopes: list[str]
    code_challenge: str
    proved_at: datetime
    nonce: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    factors: list[str] = field(default_factory=list)


@transaction.atomic
def begin(
    standing: Standing | None, asked: Asked, *, relying_party: RelyingParty, code: str, actor: Actor, now: datetime
) -> Procedure:
    """Give a code to act under one authorisation of the actor's organisation.

    Args:
        standing: the authorisation as read for this request; None when there is none. What ends meanwhile is refused
            when the code is exchanged, as each later step reads again.

    Raises:
        PermissionRefused: not a helper.
        RuleBroken: MAN-30, the authorisation or the right to use it is over, or another organisation's.
    """
    permissions.ACT_FOR_CITIZEN.require(actor)
    theirs = standing is not None and standing.is_of(actor.person_id, actor.organisation_id)
    rules.authorisation_lives.check(now, *(standing.life if theirs else (now, now, None)))  # type: ignore[union-attr]
    assert standing is not None
    rules.helper_may_act.check(standing.helper_active, standing.accredited)
    return Procedure.objects.create(
        relying_party=relying_party,
        authorisation_id=standing.authorisation_id,
        helper_id=actor.person_id,
        scopes=asked.scopes,
        claims=asked.claims,
        redirect_uri=asked.redirect_uri,
        code_challenge=asked.code_challenge,
        nonce=asked.nonce,
        proved_at=asked.proved_at,
        factors=asked.factors,
        begun_at=now,
        code_hash=hashed(code),
        code_expires_at=now + timedelta(seconds=CODE_SECONDS.on(localdate(now))),
    )


def present(code: str, relying_party: RelyingParty, *, now: datetime) -> Procedure | None:
    """Return the procedure of a code that may be exchanged, locked until the caller's transaction ends; None if not.

    A code that comes back ends what it gave (RFC 6749 section 4.1.2).
    """
    found = queries.locked_by_code(hashed(code), relying_party)
    if found is None:
        return None
    if found.code_used_at is not None:
        _end(Procedure.objects.filter(pk=found.pk), ProcedureEnd.REPLAYED, now)
        return None
    if found.ended_at is not None or now >= found.code_expires_at:
        return None
    return found if queries.in_standing(found, now) else None


def token_life(procedure: Procedure, now: datetime) -> int:
    """Return how many seconds a token of this procedure lives: no longer than the authorisation itself."""
    left = int((procedure.standing.expires_at - now).total_seconds())
    return max(1, min(TOKEN_SECONDS.on(localdate(now)), left))


def exchange(procedure: Procedure, token: str, seconds: int, *, now: datetime) -> None:
    """Use the code up for this token, in the transaction that `present` locked the procedure in."""
    Procedure.objects.filter(pk=procedure.pk, code_used_at=None).update(
        code_used_at=now, token_hash=hashed(token), token_expires_at=now + timedelta(seconds=seconds)
    )


@transaction.atomic
def record_use(procedure: Procedure, *, now: datetime) -> bool:
    """Write that the authorisation is used, the first time this procedure reads the identity.

    Two readings at the same instant wait for each other on the row. Returns whether it was the first time.
    """
    standing = procedure.standing
    known = (procedure.pk, standing.authorisation_id, procedure.relying_party_id, procedure.helper_id)
    if not planned(FIRST_USE, [now, procedure.pk, new_id(), *known, now]):
        return False
    helper = Actor(procedure.helper_id, Role.HELPER, None, standing.organisation_id, Perimeter.none())
    payload = {
        "procedure": str(procedure.pk),
        "mandate": str(standing.mandate_id),
        "group": standing.group_id,
        "organisation": str(standing.organisation_id),
        "relying_party": procedure.relying_party.client_id,
    }
    subject = (Authorisation._meta.label, str(standing.authorisation_id))
    journal.record(family=FAMILY, action="authorisation.use", actor=helper, subject=subject, payload=payload, now=now)
    return True


def spend_assertion(relying_party: RelyingParty, jti: str, *, expires_at: datetime) -> bool:
    """Use up the identifier of a client's assertion; False when it has served already."""
    jti_hash = hashlib.sha256(jti.encode()).hexdigest()
    try:
        with transaction.atomic():
            ClientAssertion.objects.create(relying_party=relying_party, jti_hash=jti_hash, expires_at=expires_at)
    except IntegrityError:
        return False
    return True


def end_for_authorisations(ids: Collection[UUID], *, now: datetime) -> int:
    """End every code and token given under these authorisations; returns how many."""
    return _end(Procedure.objects.filter(authorisation__in=ids), ProcedureEnd.REVOKED, now)


def end_for_helper(person_id: UUID, organisation_id: UUID, *, now: datetime) -> int:
    """End every code and token a helper has in hand in an organisation; returns how many."""
    held = Procedure.objects.filter(helper=person_id, authorisation__organisation=organisation_id)
    return _end(held, ProcedureEnd.SUSPENDED, now)


def end_for_organisation(organisation_id: UUID, *, now: datetime) -> int:
    """End every code and token of an organisation that loses its accreditation; returns how many."""
    held = Procedure.objects.filter(authorisation__organisation=organisation_id)
    return _end(held, ProcedureEnd.SUSPENDED, now)


def end_for_sign_out(procedure_id: UUID, relying_party: RelyingParty, *, now: datetime) -> int:
    """End what a relying party holds of a procedure it says is over; returns how many (0 or 1)."""
    held = Procedure.objects.filter(pk=procedure_id, relying_party=relying_party)
    return _end(held, ProcedureEnd.SIGNED_OUT, now)


def sweep(*, now: datetime) -> int:
    """Delete the procedures, assertions and keys that are over; returns how many rows."""
    before = now - timedelta(hours=PROCEDURE_KEPT_HOURS.on(localdate(now)))
    count = Procedure.objects.filter(begun_at__lt=before).delete()[0]
    return count + ClientAssertion.objects.filter(expires_at__lte=now).delete()[0] + sweep_keys(now=now)


def _end(rows: Any, reason: ProcedureEnd, now: datetime) -> int:
    return int(rows.filter(ended_at=None).update(ended_at=now, end_reason=reason))
