"""What a person without account wants to receive (BOO-23)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from conum.domains.booking.models import Contact


@transaction.atomic
def refuse_sms(contact_id: UUID, *, refused: bool, now: datetime) -> None:
    """Keep whether the person refuses text messages; mails go on, as they alone carry changes then."""
    Contact.objects.filter(pk=contact_id, anonymised_at=None).update(sms_refused=refused, updated_at=now)
