"""What a person without account wants to receive, and the numbers that are not theirs (BOO-23, BOO-29)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from conum.commons.accounts.models import Actor
from conum.domains.booking.models import Contact
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import locked
from conum.domains.booking.permissions import HANDLE, appointments_visible_to

WAYS = {"sms": "sms_refused", "email": "email_refused"}


@transaction.atomic
def choose_way(contact_id: UUID, *, way: str, wanted: bool, now: datetime) -> None:
    """Keep whether the person wants messages by this way (`sms`, `email`), for all their bookings.

    Who refuses both is told of changes by phone: the page of the appointment says so to the professional.
    """
    same = Contact.objects.filter(pk=contact_id).exclude(person_key="").values("person_key")
    rows = Contact.objects.filter(Q(pk=contact_id) | Q(person_key__in=same), anonymised_at=None)
    rows.update(**{WAYS[way]: not wanted}, updated_at=now)


@transaction.atomic
def mark_phone(*, appointment_id: UUID, wrong: bool, actor: Actor, now: datetime) -> None:
    """Mark the number of an appointment as wrong, or as good again, for all the bookings of the person (BOO-29).

    Raises: OutOfSight, PermissionRefused.
    """
    row = locked(appointments_visible_to(actor).select_related("contact"), appointment_id)
    HANDLE.require(actor, row)
    contact = row.contact
    same = Q(person_key=contact.person_key, phone=contact.phone) if contact.person_key else Q(pk=contact.pk)
    Contact.objects.filter(same).exclude(phone="").update(phone_wrong=wrong, updated_at=now)
    journal("appointment.mark_phone", row, row.organisation_id, actor, now, wrong=wrong)
