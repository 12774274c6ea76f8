"""Whether one may act in a citizen's name now: asked again at each call (sheet 13 section 4, live check)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from conum.domains.mandates.enums import AccreditationState, HelperState
from conum.domains.mandates.models import Authorisation, Helper, Procedure, RelyingParty, Use
from conum.domains.mandates.rules import oidc as rules

ACTING = Helper.objects.filter(
    person=OuterRef("helper"),
    organisation=OuterRef("authorisation__organisation"),
    state=HelperState.ACTIVE,
    accreditation__state=AccreditationState.ACTIVE,
)


@dataclass(frozen=True)
class Standing:
    """What the live check reads.

    Attributes:
        life: start, end and revocation of the authorisation.
        helper_active, accredited: of the helper in the organisation of the mandate.
    """

    life: tuple[datetime, datetime, datetime | None]
    helper_active: bool
    accredited: bool


def standing(authorisation_id: UUID, person_id: UUID, organisation_id: UUID | None, now: datetime) -> Standing | None:
    """Return what stands of this authorisation for this person, None when it is not the organisation's."""
    active = Helper.objects.filter(person=person_id, organisation=OuterRef("organisation"), state=HelperState.ACTIVE)
    accredited = active.filter(accreditation__state=AccreditationState.ACTIVE)
    asked = Authorisation.objects.filter(pk=authorisation_id, organisation=organisation_id)
    row = asked.values_list("starts_at", "expires_at", "revoked_at", Exists(active), Exists(accredited)).first()
    return Standing(row[:3], *row[3:]) if row else None


def _with_standing() -> QuerySet[Procedure]:
    return Procedure.objects.select_related("authorisation__beneficiary").annotate(
        acting=Exists(ACTING), used=Exists(Use.objects.filter(procedure_id=OuterRef("pk")))
    )


def locked_by_code(code_hash: str, relying_party: RelyingParty) -> Procedure | None:
    """Return the procedure of a code given to this relying party, locked until the transaction ends."""
    asked = _with_standing().filter(code_hash=code_hash, relying_party=relying_party)
    found = asked.select_for_update(of=("self",)).first()
    if found:
        found.relying_party = relying_party
    return found


def by_token(token_hash: str, now: datetime) -> Procedure | None:
    """Return the procedure of a token that is alive, whose every condition stands now; None if not."""
    asked = _with_standing().select_related("relying_party")
    found = asked.filter(token_hash=token_hash, token_expires_at__gt=now, ended_at=None).first()
    return found if found and in_standing(found, now) else None


def in_standing(procedure: Procedure, now: datetime) -> bool:
    """Tell whether authorisation, mandate, helper, accreditation and relying party all stand (MAN-30).

    Args:
        procedure: as `locked_by_code` or `by_token` reads it.
    """
    kept = procedure.authorisation
    lives = rules.authorisation_lives(now, kept.starts_at, kept.expires_at, kept.revoked_at)
    return lives and procedure.acting and procedure.relying_party.closed_at is None  # type: ignore[attr-defined]
