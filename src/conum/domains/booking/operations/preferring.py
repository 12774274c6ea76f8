"""What a person without account wants to receive: text messages, mails, both or none (BOO-23)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from conum.domains.booking.models import Contact

WAYS = {"sms": "sms_refused", "email": "email_refused"}


@transaction.atomic
def choose_way(contact_id: UUID, *, way: str, wanted: bool, now: datetime) -> None:
    """Keep whether the person wants messages by this way (`sms`, `email`), for all their bookings.

    Who refuses both is told of changes by phone: the page of the appointment says so to the professional.
    """
    same = Contact.objects.filter(pk=contact_id).exclude(person_key="").values("person_key")
    rows = Contact.objects.filter(Q(pk=contact_id) | Q(person_key__in=same), anonymised_at=None)
    rows.update(**{WAYS[way]: not wanted}, updated_at=now)
