"""The sign-in log and its end."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from conum.commons.accounts.models import EmailCode, Invitation, SignIn
from conum.commons.programme.parameters import LOGIN_LOG


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


def purge(now: datetime) -> dict[str, int]:
    """Erase what is past its time: log lines after `privacy.login_log`, dead codes, dead invitations.

    Returns the number of rows erased by model; done again, it erases nothing more.
    """
    months = LOGIN_LOG.on(now.date())
    return {
        "SignIn": SignIn.objects.filter(at__lt=now - timedelta(days=months * 365 // 12)).delete()[0],
        "EmailCode": EmailCode.objects.filter(expires_at__lt=now).delete()[0],
        "Invitation": Invitation.objects.filter(expires_at__lt=now).delete()[0],
    }
