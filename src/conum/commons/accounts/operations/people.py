"""People: registered, renamed, moved to another address, deactivated and brought back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import CodePurpose
from conum.commons.accounts.models import Actor, Person
from conum.commons.accounts.models.person import no_password
from conum.commons.accounts.operations.codes import check_code, send_code
from conum.commons.accounts.operations.mails import send_mail
from conum.commons.accounts.permissions import MANAGE_ACCOUNTS
from conum.commons.files.operations import note_erasure
from conum.commons.journal.operations import record
from conum.kernel.errors import ConumError, OutOfSight


@transaction.atomic
def register_person(email: str, first_name: str, last_name: str, now: datetime, *, phone: str = "") -> Person:
    """Return the account of this e-mail, made when there is none; an existing account is left as it is.

    The caller has proof that the person owns the address (a code, a link sent to it), or sends one.
    """
    person, _made = Person.objects.get_or_create(
        email=email.strip().lower(),
        defaults={
            "first_name": first_name.strip(),
            "last_name": last_name.strip(),
            "phone": phone,
            "created_at": now,
        },
    )
    return person


@transaction.atomic
def update_profile(person_id: UUID, *, first_name: str, last_name: str, phone: str, language: str) -> Person:
    """Change the person's own name, phone (E.164) and language (`fr` or `en`)."""
    person = locked(person_id)
    person.first_name, person.last_name = first_name.strip(), last_name.strip()
    person.phone, person.language = phone, language
    person.save(update_fields=["first_name", "last_name", "phone", "language"])
    return person


def ask_email_change(person: Person, email: str, now: datetime) -> UUID | None:
    """Send a code to the new address; nothing changes before it is typed back.

    An address that already has an account gets no code but a mail that says so: the screen answers the same.
    Returns the identifier of the code to keep in the session, or None in that last case.
    """
    if Person.objects.filter(email=email).exclude(pk=person.pk).exists():
        send_mail("email_taken", email, {"person": person})
        return None
    return send_code(person, CodePurpose.EMAIL_CHANGE, email, now)


def confirm_email_change(code_id: UUID, typed: str, person_id: UUID, now: datetime) -> Person:
    """Move the account to the address that the code was sent to, and tell the old one.

    Raises:
        CodeRefused: the code is wrong, or no longer valid.
        ConumError: the address was taken in the meantime.
    """
    code = check_code(code_id, CodePurpose.EMAIL_CHANGE, typed, now)
    if code.person_id != person_id:
        raise OutOfSight(_("Ce code n'est pas le vôtre."))
    with transaction.atomic():
        person = locked(person_id)
        if Person.objects.filter(email=code.email).exclude(pk=person_id).exists():
            raise ConumError(_("Cette adresse ne peut pas être utilisée."), field="code")
        old, person.email = person.email, code.email
        person.save(update_fields=["email"])
        send_mail("email_changed", old, {"person": person})
        record(family="accounts", action="change_email", actor=None, subject=person, payload={}, now=now)
    return person


@transaction.atomic
def deactivate(person_id: UUID, reason: str, actor: Actor, now: datetime) -> Person:
    """Close an account: its sessions end at once. One closes the own account, or an administrator does.

    Raises:
        OutOfSight: no such active account.
        PermissionRefused: the account of somebody else, without the right.
        ConumError: an administrator gives no reason (10 to 500 characters), or closes the own account from the list.
    """
    person = locked(person_id)
    if person_id != actor.person_id:
        MANAGE_ACCOUNTS.require(actor, person)
        check_reason(reason)
    if not person.is_active:
        raise OutOfSight(_("Ce compte est déjà désactivé."))
    person.is_active, person.deactivated_at = False, now
    person.deactivation_reason = reason.strip()
    person.password = no_password()  # sessions carry its hash: none survives, wherever it is kept
    person.save(update_fields=["is_active", "deactivated_at", "deactivation_reason", "password"])
    end_sessions(person_id)
    if person_id == actor.person_id:
        note_erasure(person, now)
    payload = {"own": person_id == actor.person_id, "reason_given": bool(reason)}
    record(family="accounts", action="deactivate", actor=actor, subject=person, payload=payload, now=now)
    return person


@transaction.atomic
def reactivate(person_id: UUID, reason: str, actor: Actor, now: datetime) -> Person:
    """Open a closed account again; roles that are still in force come back with it.

    Raises:
        OutOfSight, PermissionRefused, ConumError: as for `deactivate`.
    """
    person = locked(person_id)
    MANAGE_ACCOUNTS.require(actor, person)
    check_reason(reason)
    if person.is_active:
        raise OutOfSight(_("Ce compte est déjà actif."))
    person.is_active, person.deactivated_at, person.deactivation_reason = True, None, ""
    person.save(update_fields=["is_active", "deactivated_at", "deactivation_reason"])
    record(family="accounts", action="reactivate", actor=actor, subject=person, payload={}, now=now)
    return person


def check_reason(reason: str) -> None:
    """Raise `ConumError` unless the reason has 10 to 500 characters."""
    if not 10 <= len(reason.strip()) <= 500:
        raise ConumError(_("Le motif compte de 10 à 500 caractères."), field="reason")


def end_sessions(person_id: UUID, *, keep: str = "", only: int | None = None) -> int:
    """End the person's sessions and return how many.

    Args:
        keep: key of the session that stays open.
        only: identifier of the one session to end.
    """
    sessions = UserSession.objects.filter(user_id=person_id).exclude(session_key=keep)
    if only is not None:
        sessions = sessions.filter(pk=only)
    keys = list(sessions.values_list("session_key", flat=True))
    for key in keys:
        SessionStore(key).delete()
    sessions.delete()
    return len(keys)


def locked(person_id: UUID) -> Person:
    """Return the person, locked until the end of the transaction.

    Raises:
        OutOfSight: no such person.
    """
    found = Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if found is None:
        raise OutOfSight(_("Ce compte n'existe pas."))
    return found
