"""What the journal of mandates keeps of the sign-ins and second factors of helpers and leads (sheet 13 section 5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from conum.domains.mandates.enums import FactorKind
from conum.domains.mandates.models import Helper, HelperLead
from conum.domains.mandates.operations.team import note_activity
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.parameters import SIGN_IN_LINK_MINUTES

KINDS = {
    "totp": FactorKind.TOTP_APP,
    "webauthn": FactorKind.PASSKEY,
    "passkey": FactorKind.PASSKEY,
    "totp_card": FactorKind.TOTP_CARD,
}


@transaction.atomic
def note_sign_in(person_id: UUID, method: str, address: str | None, *, now: datetime) -> None:
    """A helper or lead signed in: one line per person, whatever the organisations. Others leave no line here."""
    if is_watched(person_id):
        note_activity(person_id, None, now)
        subject = ("accounts.Person", str(person_id))
        trace("sign_in", actor=None, subject=subject, now=now, payload={"method": method}, address=address)


@transaction.atomic
def note_factor(person_id: UUID, kind: str, change: str, address: str | None, *, now: datetime) -> None:
    """A helper or lead added, showed or removed a second factor; to show one is to be active (MAN-05).

    Args:
        kind: as the sign-in names it.
        change: `added`, `checked` or `removed`.
    """
    if is_watched(person_id):
        if change == "checked":  # asked before each signature and each procedure, even in a session of many months
            note_activity(person_id, None, now)
        subject = ("accounts.Person", str(person_id))
        payload = {"kind": str(KINDS.get(kind, kind))}
        trace(f"factor.{change}", actor=None, subject=subject, now=now, payload=payload, address=address)


def code_life(person_id: UUID, now: datetime) -> timedelta | None:
    """Return how long a sign-in code of a helper or lead lives (`mandates.sign_in_link_minutes`); None for others."""
    minutes = SIGN_IN_LINK_MINUTES.on(localdate(now))
    return timedelta(minutes=minutes) if is_watched(person_id) else None


def is_watched(person_id: UUID) -> bool:
    """Tell whether the person is a helper or a lead somewhere."""
    return any(kind.objects.filter(person=person_id, left_at=None).exists() for kind in (Helper, HelperLead))
