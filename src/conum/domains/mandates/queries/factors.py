"""Second factors: when one was proved in this session, and which ones somebody has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

PROVED = "mfa"  # the method under which the sign-in records a code or a passkey
RECORDS = "account_authentication_methods"
OWNER = "account_authentication_methods_user"


def factor_proved_at(session: Mapping[str, Any], person_id: object) -> datetime | None:
    """Return when this person last proved a second factor in this session, whatever its kind; None if never.

    Args:
        session: the session of the request (`request.session`).
        person_id: the person signed in: records of somebody else in the same browser count for nothing.
    """
    if session.get(OWNER) != str(person_id):
        return None
    proofs = [record["at"] for record in session.get(RECORDS) or () if record.get("method") == PROVED]
    return datetime.fromtimestamp(max(proofs), UTC) if proofs else None


def factor_is_recent(session: Mapping[str, Any], person_id: object, minutes: int, now: datetime) -> bool:
    """Tell whether a second factor was proved in this session within these minutes.

    When it was not, send to `reverse("mfa_reauthenticate") + "?next=…"`, which offers every kind the person has.
    """
    proved = factor_proved_at(session, person_id)
    return proved is not None and now - proved <= timedelta(minutes=minutes)
