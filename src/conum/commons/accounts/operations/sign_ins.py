"""The sign-in log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from conum.commons.accounts.models import SignIn


def log_sign_in(person_id: UUID, method: str, outcome: str, address: str | None, device: str, now: datetime) -> SignIn:
    """Write a line of the sign-in log.

    Args:
        method: `SignInMethod`.
        outcome: `SignInOutcome`.
        address: network address of the visitor; None when unknown.
        device: what the browser says it is, cut at 200 characters.
    """
    return SignIn.objects.create(
        person_id=person_id, method=method, outcome=outcome, address=address, device=device[:200], at=now
    )
