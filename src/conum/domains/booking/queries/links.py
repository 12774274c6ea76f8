"""Addresses given in messages: short, signed, saying nothing of the person (BOO-17, BOO-23).

A token is a letter for the kind of row, its identifier and the beginning of an HMAC under the application's key. It
opens a page; whatever changes is a POST from that page (BOO-24).
"""

from __future__ import annotations

import base64
import binascii
from enum import StrEnum
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from conum.commons.messaging.queries import site_address

SIGNATURE = 12  # bytes: 96 bits, out of reach of guessing through a rate-limited page


class Target(StrEnum):
    """What a link opens."""

    APPOINTMENT = "a"
    REGISTRATION = "i"
    WAITING = "f"


def token(target: Target, identifier: UUID) -> str:
    """Return the token of a row: 39 characters that fit an address."""
    return target.value + base64.urlsafe_b64encode(identifier.bytes + _signature(target, identifier)).decode().rstrip(
        "="
    )


def read(text: str) -> tuple[Target, UUID] | None:
    """Return what a token opens, None when we did not sign it."""
    try:
        target = Target(text[:1])
        raw = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    if len(raw) != 16 + SIGNATURE:
        return None
    identifier = UUID(bytes=raw[:16])
    good = constant_time_compare(raw[16:], _signature(target, identifier))
    return (target, identifier) if good and token(target, identifier) == text else None


def address(target: Target, identifier: UUID) -> str:
    """Return the whole address for a message."""
    return f"{site_address()}{reverse('booking:link', args=[token(target, identifier)])}"


def _signature(target: Target, identifier: UUID) -> bytes:
    return salted_hmac(f"booking.links.{target.value}", identifier.hex, algorithm="sha256").digest()[:SIGNATURE]
