"""Whether one may act in a citizen's name now: asked again at each call (sheet 13 section 4, live check)."""

from __future__ import annotations

from datetime import datetime

from conum.commons.beneficiaries.models import Beneficiary
from conum.domains.mandates.models import Procedure, RelyingParty, Standing
from conum.domains.mandates.rules import oidc as rules
from conum.kernel.models import only
from conum.kernel.reading import Reading

STANDS = "mandates_standing s ON s.authorisation_id = p.authorisation_id AND s.person_id = p.helper_id"

# The lock waits on the procedure alone. What stands is read in the same statement: whoever ends it ends the procedure
# too, in one transaction, and the end of a procedure is seen after the wait.
BY_CODE = Reading(
    f"FROM mandates_procedure p JOIN {STANDS} WHERE p.code_hash = %s AND p.relying_party_id = %s FOR UPDATE OF p",
    p=Procedure,
    s=Standing,
)
BY_TOKEN = Reading(
    f"""FROM mandates_procedure p
    JOIN {STANDS}
    JOIN mandates_relyingparty r ON r.id = p.relying_party_id
    JOIN beneficiaries_beneficiary b ON b.id = s.beneficiary_id
    WHERE p.token_hash = %s AND p.token_expires_at > %s AND p.ended_at IS NULL""",
    p=Procedure,
    s=Standing,
    r=RelyingParty,
    b=Beneficiary,
)


def locked_by_code(code_hash: str, relying_party: RelyingParty) -> Procedure | None:
    """Return the procedure of a code given to this relying party, locked until the transaction ends."""
    found = only(BY_CODE(code_hash, relying_party.pk))
    if found is None:
        return None
    procedure, procedure.standing = found
    procedure.relying_party = relying_party
    return procedure  # type: ignore[no-any-return]


def by_token(token_hash: str, now: datetime) -> Procedure | None:
    """Return the procedure of a token that is alive, whose every condition stands now; None if not."""
    found = only(BY_TOKEN(token_hash, now))
    if found is None:
        return None
    procedure, procedure.standing, procedure.relying_party, procedure.standing.beneficiary = found
    return procedure if in_standing(procedure, now) else None


def in_standing(procedure: Procedure, now: datetime) -> bool:
    """Tell whether authorisation, mandate, helper, accreditation and relying party all stand (MAN-30).

    Reads what the procedure was read with, `standing`.
    """
    open_service = procedure.relying_party.closed_at is None
    return open_service and procedure.standing.may_act and rules.authorisation_lives(now, *procedure.standing.life)
