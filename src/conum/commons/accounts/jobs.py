"""What is over in accounts: log lines, invitations, unused accounts; and the warnings that come before."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.models import EmailCode, Impersonation, Invitation, Person, SignIn
from conum.commons.accounts.operations import inactivity
from conum.commons.accounts.queries.people import unused_since
from conum.kernel.jobs import every, job
from conum.kernel.retention import purge


@purge("accounts.SignIn", "privacy.login_log", _("Journal des connexions"))
def old_sign_ins(before: datetime) -> QuerySet[SignIn]:
    """Lines of the sign-in log written before."""
    return SignIn.objects.filter(at__lt=before)


@old_sign_ins.erase
def erase_sign_ins(rows: list[SignIn], now: datetime) -> None:
    """Delete the lines."""
    SignIn.objects.filter(pk__in=[row.pk for row in rows]).delete()


@purge("accounts.Impersonation", "privacy.login_log", _("Accords pour agir à la place"))
def old_impersonations(before: datetime) -> QuerySet[Impersonation]:
    """Agreements given before."""
    return Impersonation.objects.filter(agreed_at__lt=before)


@old_impersonations.erase
def erase_impersonations(rows: list[Impersonation], now: datetime) -> None:
    """Delete the rows; the journal keeps what was done."""
    Impersonation.objects.filter(pk__in=[row.pk for row in rows]).delete()


@purge("accounts.Invitation", "privacy.token_invitation", _("Invitations"))
def old_invitations(before: datetime) -> QuerySet[Invitation]:
    """Invitations sent before: accepted, withdrawn or dead by now."""
    return Invitation.objects.filter(created_at__lt=before)


@old_invitations.erase
def erase_invitations(rows: list[Invitation], now: datetime) -> None:
    """Delete the rows."""
    Invitation.objects.filter(pk__in=[row.pk for row in rows]).delete()


@purge("accounts.Person", "privacy.account_inactive", _("Comptes inutilisés"))
def unused_people(before: datetime) -> QuerySet[Person]:
    """Accounts nobody signed in to since before."""
    return unused_since(before)


@unused_people.erase
def anonymise_people(rows: list[Person], now: datetime) -> None:
    """Leave no name, address, phone, factor, session nor role."""
    for person in rows:
        inactivity.anonymise(person.pk, now)


@every("20 6 * * *")
@job("accounts.warn_unused")
def warn(timestamp: int) -> None:
    """Each morning, warn the people whose account ends in 60, 30 or 7 days."""
    now = datetime.fromtimestamp(timestamp, UTC)
    inactivity.warn_unused(localdate(now))


@every("*/30 * * * *")
@job("accounts.forget_codes")
def forget(timestamp: int) -> None:
    """Twice an hour, forget the codes that are dead."""
    EmailCode.objects.filter(expires_at__lt=datetime.fromtimestamp(timestamp, UTC)).delete()
