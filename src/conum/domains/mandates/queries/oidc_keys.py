"""The keys the provider publishes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from conum.domains.mandates.models import SigningKey


def published(now: datetime) -> list[dict[str, Any]]:
    """Return the public keys to trust at this instant: those that will sign, that sign, and that signed lately."""
    rows = SigningKey.objects.filter(Q(published_until=None) | Q(published_until__gt=now)).order_by("made_at", "kid")
    return list(rows.values_list("public", flat=True))
