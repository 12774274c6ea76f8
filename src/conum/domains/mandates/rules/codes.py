"""Codes of cards: computed by the library (RFC 6238), compared within a learned and bounded drift."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS = 6


def step_of(now: datetime, step_seconds: int) -> int:
    """Return the number of the step of this instant."""
    return int(now.timestamp()) // step_seconds


def code_at(seed: bytes, step: int, step_seconds: int) -> str:
    """Return the code of a step."""
    card = TOTP(seed, DIGITS, SHA1(), step_seconds, enforce_key_length=False)  # noqa: S303 – what cards compute
    return card.generate(step * step_seconds).decode()


def matching_drift(seed: bytes, code: str, now: datetime, *, step_seconds: int, drift: int, window: int, bound: int,
                   after: int) -> int | None:  # fmt: skip
    """Return the drift under which the code fits; None when it fits none.

    Args:
        seed: secret of the card.
        code: six digits.
        step_seconds: seconds a code lives.
        drift: steps the card's clock is known to be ahead.
        window: steps tried on each side of it.
        bound: largest drift accepted, either way.
        after: latest step accepted: it and those before are refused, so that a code serves once.
    """
    base = step_of(now, step_seconds)
    fits = [
        tried
        for tried in _around(drift, window)
        if hmac.compare_digest(code_at(seed, base + tried, step_seconds), code)
    ]
    return next((tried for tried in fits if abs(tried) <= bound and base + tried > after), None)


def _around(drift: int, window: int) -> Iterator[int]:
    yield drift
    for distance in range(1, window + 1):
        yield drift - distance
        yield drift + distance
