"""Whether one may act in a citizen's name now: asked again at each call (sheet 13 section 4, live check)."""

from __future__ import annotations

from datetime import datetime

from conum.domains.mandates.models import Procedure, RelyingParty, Standing
from conum.domains.mandates.rules import oidc as rules
from conum.kernel.models import only


def locked_by_code(code_hash: str, relying_party: RelyingParty) -> Procedure | None:
    """Return the procedure of a code given to this relying party, locked until the transaction ends."""
    found = only(Procedure.objects.select_for_update().filter(code_hash=code_hash, relying_party=relying_party))
    if found is not None:
        found.relying_party = relying_party
    return found


def by_token(token_hash: str, now: datetime) -> Procedure | None:
    """Return the procedure of a token that is alive, whose every condition stands now; None if not."""
    rows = Procedure.objects.select_related("relying_party")
    found = only(rows.filter(token_hash=token_hash, token_expires_at__gt=now, ended_at=None))
    return found if found and in_standing(found, now) else None


def in_standing(procedure: Procedure, now: datetime) -> bool:
    """Tell whether authorisation, mandate, helper, accreditation and relying party all stand (MAN-30).

    What was read stays on the procedure, as `standing`, with the citizen.
    """
    rows = Standing.objects.select_related("beneficiary")
    found = only(rows.filter(authorisation=procedure.authorisation_id, person_id=procedure.helper_id))
    if found is None or procedure.relying_party.closed_at is not None:
        return False
    procedure.standing = found
    return found.may_act and rules.authorisation_lives(now, *found.life)
