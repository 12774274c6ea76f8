"""Who is shown at a place, once they have left."""

from __future__ import annotations

from datetime import datetime

from conum.domains.places.models import PlacePerson


def forget_shown(rows: list[PlacePerson], *, now: datetime) -> None:
    """Stop showing people at a place, and erase the contact they had accepted to give there (PLA-13)."""
    PlacePerson.objects.filter(pk__in=[row.pk for row in rows]).update(
        shown_on_map=False, consent_at=None, public_email="", public_phone="", updated_at=now
    )
