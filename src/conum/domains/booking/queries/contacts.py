"""Finding a booking again by what the person knows (BOO-17), and telling whether somebody is followed (BOO-16)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import phonenumbers
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from conum.domains.booking.enums import IN_QUEUE, BookingState
from conum.domains.booking.models import Appointment, Contact
from conum.kernel.statements import planned

WAITING_FOR_TYPE = """
SELECT DISTINCT person_key FROM booking_waitinglistentry AS entry
  JOIN booking_appointment AS appointment USING (person_key)
 WHERE appointment.id = %s AND entry.type_id = appointment.type_id AND entry.appointment_id IS NULL
   AND entry.state = ANY(%s) AND person_key <> ''
"""
# Regions tried in turn for a number typed without its country: a local number is valid in one of them only.
REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "NC", "PF", "WF")


def normal_phone(typed: str) -> str:
    """Return the number as `+33…` or `+262…`, overseas included; the digits typed when it cannot be one."""
    regions = REGIONS[:1] if typed.strip().startswith("+") else REGIONS  # a number with its country says it
    for known in (phonenumbers.is_valid_number, phonenumbers.is_possible_number):
        for region in regions if typed.strip() else ():
            try:
                number = phonenumbers.parse(typed, region)
            except phonenumbers.NumberParseException:
                continue
            if known(number):
                return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return "".join(sign for sign in typed if sign.isdigit() or sign == "+")[:16]


def normal_email(typed: str) -> str:
    """Return the address in lower case, without spaces around."""
    return typed.strip().lower()


def code_hash(contact_id: UUID, code: str) -> str:
    """Return the keyed hash of a code of 6 digits: the table alone gives no code."""
    return salted_hmac(f"conum.booking.code.{contact_id}", code, algorithm="sha256").hexdigest()


def find_contact(reach: str, code: str) -> Contact | None:
    """Return the contact of this phone or e-mail whose code this is; None alike for an unknown one or a wrong code.

    The caller limits the attempts: a code has six digits.
    """
    sought = Q(email=normal_email(reach)) if "@" in reach else Q(phone=normal_phone(reach))
    rows = Contact.objects.filter(sought, anonymised_at=None).exclude(code_hash="").order_by("-created_at")
    found = [row for row in rows[:50] if constant_time_compare(row.code_hash, code_hash(row.pk, code.strip()))]
    return found[0] if found else None


def is_followed(person_key: str, people: Collection[UUID]) -> bool:
    """Tell whether the person has already met one of these professionals."""
    met = Appointment.objects.filter(person_key=person_key, state=BookingState.ATTENDED, people__in=list(people))
    return bool(person_key) and met.exists()


def waiting_for_type(appointment_id: UUID) -> list[str]:
    """Return the key of the person of an appointment when they still wait in the list of its type; else nothing."""
    return [key for (key,) in planned(WAITING_FOR_TYPE, [appointment_id, list(IN_QUEUE)])]
