"""Codes of authenticator applications: each keeps the step it was told when it was added (sheet 13 section 7).

A telephone learns the step from the picture it scans, once: a parameter changed later concerns those added later, and
shuts nobody out.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.utils.timezone import localdate

from conum.commons.accounts.parameters import TOTP_STEP_SECONDS

STEP = "step"  # in the data of the authenticator; those without it were told the first default
FIRST_STEP = 30


def step_today(now: datetime) -> int:
    """Return the seconds that a code of an application added now lives."""
    return TOTP_STEP_SECONDS.on(localdate(now))


def step_of(application: Authenticator) -> int:
    """Return the seconds that a code of this application lives."""
    return int(application.data.get(STEP, FIRST_STEP))


def keep_step(person_id: UUID, step: int) -> None:
    """Write what the application just added was told."""
    for application in _applications(person_id):
        application.data[STEP] = step
        application.save(update_fields=["data"])


def fits(secret: str, code: str, step: int, now: datetime) -> bool:
    """Tell whether a code is that of this instant, or of a step nearby for clocks that are not quite right."""
    here, around = int(now.timestamp()) // step, app_settings.TOTP_TOLERANCE
    expected = [format_hotp_value(hotp_value(secret, rank)) for rank in range(here - around, here + around + 1)]
    return any(compare_user_code(actual=code, expected=each) for each in expected)


def shown(person_id: UUID, code: str, now: datetime) -> Authenticator | None:
    """Return the application that shows this code; whether it served already is the caller's to ask."""
    for application in _applications(person_id):
        if fits(decrypt(application.data["secret"]), code, step_of(application), now):
            return application
    return None


def _applications(person_id: UUID) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=person_id, type=Authenticator.Type.TOTP))
