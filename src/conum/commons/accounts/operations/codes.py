"""Codes sent by e-mail: made, checked once, forgotten."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import CodePurpose
from conum.commons.accounts.models import EmailCode, Person
from conum.commons.accounts.operations.mails import send_mail
from conum.commons.accounts.rules import code_is_alive
from conum.kernel.errors import ConumError
from conum.kernel.ids import new_id

LIFETIME = timedelta(minutes=15)


Life = Callable[[UUID, datetime], timedelta | None]
SHORTER: list[Life] = []


def shorten(life: Life) -> None:
    """Let a module above say how long the sign-in codes of some people live, when that is less; plugged in at start.

    Args:
        life: given a person and an instant, the life of a code, None where it has nothing to say.
    """
    if life not in SHORTER:
        SHORTER.append(life)


def life_of(person_id: UUID, purpose: str, now: datetime) -> timedelta:
    """Return how long a code sent to this person lives: `LIFETIME`, or less where a module asks for less."""
    said = [life(person_id, now) for life in SHORTER] if purpose == CodePurpose.SIGN_IN else []
    return min([LIFETIME, *(life for life in said if life is not None)])


class CodeRefused(ConumError):
    """The code is wrong, too old, already used, or was tried too often: one sentence for all."""

    def __init__(self) -> None:
        super().__init__(
            _("Ce code n'est pas le bon ou n'est plus valable. Vérifiez les 6 chiffres, ou demandez un nouveau code."),
            field="code",
        )


def code_hash(code_id: UUID, code: str) -> str:
    """Return the hash of a code, keyed by the secret of the installation: the table alone gives no code."""
    return salted_hmac(f"accounts.code.{code_id}", code, algorithm="sha256").hexdigest()


@transaction.atomic
def send_code(person: Person, purpose: str, email: str, now: datetime) -> UUID:
    """Send a new code to `email` and return its identifier; the codes sent before stop working."""
    EmailCode.objects.filter(person=person, purpose=purpose).delete()
    life = life_of(person.pk, purpose, now)
    code, code_id = f"{secrets.randbelow(1_000_000):06d}", new_id()
    EmailCode.objects.create(
        id=code_id,
        person=person,
        purpose=purpose,
        email=email,
        code_hash=code_hash(code_id, code),
        created_at=now,
        expires_at=now + life,
    )
    send_mail(f"code_{purpose}", email, {"code": code, "person": person, "minutes": life.seconds // 60})
    return code_id


def check_code(code_id: UUID, purpose: str, typed: str, now: datetime) -> EmailCode:
    """Use the code up and return it.

    Args:
        code_id: identifier kept in the session of who asked for the code.
        purpose: what the code must have been sent for.
        typed: what the person typed; spaces are ignored.

    Raises:
        CodeRefused: wrong, expired, used, or tried too often. The attempt is counted in any case.
    """
    with transaction.atomic():
        found = EmailCode.objects.select_for_update().filter(pk=code_id, purpose=purpose).first()
        right = found is not None and _try(found, "".join(typed.split()), now)
    if not right or found is None:
        raise CodeRefused
    return found


def _try(code: EmailCode, typed: str, now: datetime) -> bool:
    alive = code_is_alive(now=now, expires_at=code.expires_at, attempts=code.attempts, used=code.used_at is not None)
    right = alive and constant_time_compare(code.code_hash, code_hash(code.pk, typed))
    if alive:
        code.attempts += 1
        code.used_at = now if right else None
        code.save(update_fields=["attempts", "used_at"])
    return right


def ask_sign_in_code(email: str, now: datetime) -> UUID:
    """Send a sign-in code, or say by e-mail that no account has this address; the caller cannot tell which.

    Returns the identifier to keep in the session; the one given for an unknown address opens nothing.
    """
    person = Person.objects.filter(email=email, is_active=True).first()
    if person is None:
        send_mail("unknown_account", email, {"email": email})
        return new_id()
    return send_code(person, CodePurpose.SIGN_IN, email, now)
