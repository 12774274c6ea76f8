"""What a relying party is told of the citizen: what it asked, what it may ask, no more (MAN-31)."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any
from uuid import UUID

from conum.commons.beneficiaries.enums import Gender
from conum.commons.beneficiaries.models import Identity
from conum.commons.beneficiaries.queries import identity_of
from conum.domains.mandates.models import Procedure, RelyingParty
from conum.domains.mandates.rules import oidc as rules


def subject(beneficiary_id: UUID, relying_party: RelyingParty) -> str:
    """Return the citizen's subject for this relying party: always the same, unlike that of any other (pairwise)."""
    salt = bytes.fromhex(relying_party.subject_salt)
    return hmac.new(salt, beneficiary_id.bytes, hashlib.sha256).hexdigest()


def userinfo(procedure: Procedure) -> dict[str, Any]:
    """Return the claims of the userinfo answer; a claim that is not known is left out (OpenID Connect Core 5.3.2).

    Raises:
        Unreadable: the sealed part of the identity was altered.
    """
    allowed = rules.claims_of_scopes(procedure.relying_party.scopes)
    opened = rules.claims_of_scopes(procedure.scopes) & allowed
    found = _pivot(identity_of(procedure.standing.beneficiary)) if opened else {}
    return {
        "sub": subject(procedure.standing.beneficiary_id, procedure.relying_party),
        **{claim: text for claim, text in found.items() if claim in opened and text},
        "rep_scope": [procedure.standing.group_id],
    }


def id_token(procedure: Procedure) -> dict[str, Any]:
    """Return what the ID token says beyond the library's own claims: who, how the helper was authenticated, when."""
    claims = {
        "sub": subject(procedure.standing.beneficiary_id, procedure.relying_party),
        "auth_time": int(procedure.proved_at.timestamp()),
        "acr": rules.LEVELS[0],
        "amr": procedure.factors,
        "jti": str(procedure.pk),
    }
    if rules.wants_in_id_token(procedure.claims):
        claims["rep_scope"] = [procedure.standing.group_id]
    return claims


def _pivot(identity: Identity) -> dict[str, str]:
    return {
        "given_name": identity.given_names,
        "family_name": identity.family_name,
        "preferred_username": identity.preferred_name,
        "gender": "" if identity.gender == Gender.UNSPECIFIED else identity.gender,
        "birthdate": identity.birth_date,
        "birthplace": identity.birth_place,
        "birthcountry": identity.birth_country,
        "email": identity.email,
    }
