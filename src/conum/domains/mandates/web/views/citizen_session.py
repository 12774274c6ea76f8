"""The citizen signed in on their own page: a quarter of an hour, in the browser's session, without an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.beneficiaries.queries import known_as

KEY = "citizen"  # session: hash of the subject, and when it was proved
LIFE = timedelta(minutes=15)


def open_for(request: HttpRequest, subject_hash: str, now: datetime) -> None:
    """Remember who signed in; the session gets a new key, so that one given by somebody else is worth nothing."""
    request.session.cycle_key()
    request.session[KEY] = {"subject": subject_hash, "at": now.isoformat()}


def subject_of(request: HttpRequest, now: datetime) -> str:
    """Return the hash of the subject signed in, "" when nobody is, or no longer, or a professional has signed in."""
    kept = request.session.get(KEY)
    if not kept or request.user.is_authenticated:
        return ""
    return str(kept["subject"]) if now - datetime.fromisoformat(kept["at"]) < LIFE else ""


def citizen_of(request: HttpRequest, now: datetime) -> Beneficiary | None:
    """Return the citizen signed in, None when nobody is or nothing was ever signed with them."""
    return known_as(subject_of(request, now))


def close(request: HttpRequest) -> None:
    """Forget who signed in."""
    request.session.pop(KEY, None)
