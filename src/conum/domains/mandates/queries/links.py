"""Signed links of applicants without an account: to resume, confirm and follow an application."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core import signing

DRAFT, CONFIRM, FOLLOW = "mandates.draft", "mandates.confirm", "mandates.follow"
FOLLOW_LIFE = timedelta(days=730)


def token(row_id: UUID, purpose: str) -> str:
    """Return the signed token that opens one row for one purpose."""
    return signing.dumps(str(row_id), salt=purpose)


def read(text: str, purpose: str, life: timedelta) -> UUID | None:
    """Return the identifier in a token; None when it is forged, for another purpose, or older than `life`."""
    try:
        return UUID(signing.loads(text, salt=purpose, max_age=life))
    except (signing.BadSignature, ValueError, TypeError):
        return None
