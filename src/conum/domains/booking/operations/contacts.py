"""The contact part of a booking: who is awaited, and who sent them (PRI-02, BOO-17)."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from conum.domains.booking.models import Contact, Referrer
from conum.domains.booking.queries.contacts import code_hash, normal_email, normal_phone
from conum.domains.booking.rules import booking as rules
from conum.kernel.ids import new_id
from conum.kernel.statements import planned

CLOSED = """
SELECT coalesce(bool_or(sms_refused), false), coalesce(bool_or(email_refused), false),
       coalesce(bool_or(phone_wrong AND phone = %s), false)
  FROM booking_contact WHERE person_key = %s AND person_key <> ''
"""


@dataclass(frozen=True)
class Who:
    """The person awaited, as typed; `beneficiary_id` when they are followed already."""

    first_name: str
    last_name: str
    phone: str = ""
    email: str = ""
    language: str = "fr"
    needs: Collection[str] = ()
    address: str = ""
    beneficiary_id: UUID | None = None
    sms_refused: bool = False


@dataclass(frozen=True)
class ReferrerDetails:
    """Who books for another; no account needed."""

    first_name: str
    last_name: str
    organisation: str = ""
    email: str = ""
    phone: str = ""


def person_key(who: Who) -> str:
    """Return what tells a person from another: the first name with the phone or, without one, the e-mail.

    Relatives who share an address are different people; the secret of the installation keys it, so that the table
    alone gives no phone.
    """
    if who.beneficiary_id:
        reach = str(who.beneficiary_id)
    else:
        reach = f"{who.first_name.strip().casefold()}/{normal_phone(who.phone) or normal_email(who.email)}"
    return salted_hmac("conum.booking.person", reach, algorithm="sha256").hexdigest()


def check_who(who: Who, asked: Collection[str] = ()) -> None:
    """Refuse a person without name or without a way to reach them.

    Raises: RuleBroken: BOO-17, beside the field.
    """
    rules.named.check(who.first_name, who.last_name)
    rules.reachable.check(who.phone, who.email, who.beneficiary_id is not None)
    given = [name for name in ("phone", "email", "address") if getattr(who, name)]
    rules.fields_given.check(asked, given)


def keep_contact(who: Who, needed_until: datetime, now: datetime) -> tuple[Contact, str]:
    """Keep the contact of one booking; returns it with the 6-digit code that finds the booking again."""
    contact, code = new_contact(who, needed_until, now)
    contact.save(force_insert=True)
    return contact, code


def new_contact(who: Who, needed_until: datetime, now: datetime) -> tuple[Contact, str]:
    """Return a contact not written yet, for whoever writes it with its booking, and its code.

    What the person refused before, and a number known as wrong, hold for this booking too (BOO-23, BOO-29).
    """
    contact_id, code = new_id(), f"{secrets.randbelow(1_000_000):06d}"
    key, phone = person_key(who), normal_phone(who.phone)
    [(sms_refused, email_refused, phone_wrong)] = planned(CLOSED, [phone, key])
    contact = Contact(
        id=contact_id,
        first_name=who.first_name.strip(),
        last_name=who.last_name.strip(),
        phone=phone,
        phone_wrong=phone_wrong,
        email=normal_email(who.email),
        email_refused=email_refused,
        address=who.address,
        language=who.language,
        needs=list(who.needs),
        sms_refused=who.sms_refused or sms_refused,
        beneficiary_id=who.beneficiary_id,
        person_key=key,
        code_hash=code_hash(contact_id, code),
        last_needed_at=needed_until,
        created_at=now,
        updated_at=now,
    )
    return contact, code


def keep_referrer(details: ReferrerDetails | None, now: datetime) -> Referrer | None:
    """Keep who booked for another.

    Raises: RuleBroken: BOO-17 without a name or a way to reach them.
    """
    if details is None:
        return None
    rules.named.check(details.first_name, details.last_name)
    rules.reachable.check(details.phone, details.email)
    return Referrer.objects.create(
        first_name=details.first_name.strip(),
        last_name=details.last_name.strip(),
        organisation=details.organisation,
        email=normal_email(details.email),
        phone=normal_phone(details.phone),
        created_at=now,
        updated_at=now,
    )
