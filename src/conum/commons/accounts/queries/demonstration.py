"""The seam of the demonstration: invented people whose second factor may be read on a page.

It opens only when the installation shows invented people (`settings.CONUM_SYNTHETIC`) and only for addresses of
`example.org` (SYN-02), which no real person has. Nothing else in the sign-in knows of it: an invented account has an
ordinary authenticator, checked as any other.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from datetime import datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from conum.commons.accounts.models import Person

DOMAIN = "@example.org"
PERIOD = 30  # seconds a code lives


def is_demonstrated(person: Person) -> bool:
    """Tell whether this account's second factor may be shown to anybody."""
    return bool(settings.CONUM_SYNTHETIC) and person.email.endswith(DOMAIN)


def secret_of(person: Person) -> str:
    """Return the secret of an invented account's application, made from its address: same seed, same secret."""
    return b32encode(hashlib.sha256(f"demonstration {person.email}".encode()).digest()[:20]).decode()


def current_code(person: Person, now: datetime) -> str:
    """Return the code that the application of this invented person shows at `now`; "" for anybody else."""
    if not is_demonstrated(person):
        return ""
    return format_hotp_value(hotp_value(secret_of(person), int(now.timestamp()) // PERIOD))
