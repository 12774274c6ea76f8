"""The sign-in log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from conum.commons.accounts.enums import SignInMethod, SignInOutcome
from conum.commons.accounts.events import SecondFactorChanged, SignedIn
from conum.commons.accounts.models import SignIn
from conum.kernel.events import publish


@transaction.atomic
def log_sign_in(person_id: UUID, method: str, outcome: str, address: str | None, device: str, now: datetime) -> SignIn:
    """Write a line of the sign-in log.

    Args:
        method: `SignInMethod`.
        outcome: `SignInOutcome`.
        address: network address of the visitor; None when unknown.
        device: what the browser says it is, cut at 200 characters.
    """
    if outcome == SignInOutcome.SUCCEEDED and method != SignInMethod.IMPERSONATION:  # the person did not come
        publish(SignedIn(person_id, method, address))
    return SignIn.objects.create(
        person_id=person_id, method=method, outcome=outcome, address=address, device=device[:200], at=now
    )


@transaction.atomic
def tell_second_factor(person_id: UUID, kind: str, change: str, address: str | None) -> None:
    """Tell the other modules that a second factor was `added`, `checked` or `removed`."""
    publish(SecondFactorChanged(person_id, kind, change, address))
