"""Accounts nobody uses: warned, then anonymised (sheet 11 section 2)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.timezone import localdate

from conum.commons.accounts.models import EmailCode, ExternalId, Membership, SignIn
from conum.commons.accounts.operations.mails import send_mail
from conum.commons.accounts.operations.people import end_sessions, locked, no_password
from conum.commons.accounts.queries.people import ERASED_DOMAIN, last_seen_on
from conum.commons.journal.operations import record
from conum.commons.programme.parameters import ACCOUNT_INACTIVE, WARNING_DAYS
from conum.kernel.retention import PURGES


@transaction.atomic
def anonymise(person_id: UUID, now: datetime) -> None:
    """Turn an account into a row that leads back to nobody; roles end, factors and sessions go. Idempotent."""
    person = locked(person_id)
    if person.email.endswith(ERASED_DOMAIN):
        return
    person.email = f"{person.pk.hex}{ERASED_DOMAIN}"
    person.first_name = person.last_name = person.phone = person.deactivation_reason = ""
    person.password, person.is_active = no_password(), False
    person.deactivated_at, person.last_login = person.deactivated_at or now, None
    person.save()
    end_sessions(person_id)
    for model in (Authenticator, EmailCode, SignIn):
        model._default_manager.filter(**{"user" if model is Authenticator else "person": person_id}).delete()
    ExternalId.objects.filter(entity="accounts.Person", entity_id=person_id).delete()
    _end_roles(person_id, localdate(now))
    record(family="accounts", action="anonymise", actor=None, subject=person, payload={}, now=now)


def _end_roles(person_id: UUID, today: date) -> None:
    held = Membership.objects.filter(person=person_id, ends_on__isnull=True)
    held.filter(starts_on__lt=today).update(ends_on=today - timedelta(days=1))
    held.filter(starts_on__gte=today).delete()


def warn_unused(today: date) -> int:
    """Write to the people whose account ends in `privacy.warning_days`; returns how many.

    Args:
        today: day of the run. A person is written to on the exact day, hence once per warning.
    """
    written = 0
    for days in WARNING_DAYS.on(today):
        limit = PURGES["accounts.Person"].before(today + timedelta(days=days)).date()
        for person in last_seen_on(limit):
            context = {"person": person, "days": days, "months": ACCOUNT_INACTIVE.on(today)}
            send_mail("account_ends", person.email, context)
            written += 1
    return written
