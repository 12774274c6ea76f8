"""Signing keys: made, rotated with an overlap, deleted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from conum.commons.journal import operations as journal
from conum.domains.mandates.enums import KeyState, SigningAlgorithm
from conum.domains.mandates.gateways import oidc_signing
from conum.domains.mandates.models import SigningKey
from conum.domains.mandates.parameters import KEY_OVERLAP_HOURS
from conum.kernel.models import only
from conum.kernel.reading import Reading

FAMILY = "mandates"
SIGNING = Reading("FROM mandates_signingkey k WHERE k.algorithm = %s AND k.state = %s", k=SigningKey)


def sign(claims: dict[str, Any], algorithm: str, *, now: datetime) -> str:
    """Return the claims as a JWT signed by the current key of this algorithm; the first call makes the keys."""
    found = only(SIGNING(algorithm, KeyState.CURRENT))
    if found is None:
        ensure(now=now)
        found = SIGNING(algorithm, KeyState.CURRENT)[0]
    return oidc_signing.sign(claims, kid=found[0].kid, algorithm=algorithm, private=found[0].private)


@transaction.atomic
def ensure(*, now: datetime) -> None:
    """Make the keys that are missing: of each algorithm, one that signs and the next one."""
    journal.lock(FAMILY)  # two processes that start together make them once
    held = set(SigningKey.objects.values_list("algorithm", "state"))
    for algorithm in SigningAlgorithm.values:
        for state in (KeyState.CURRENT, KeyState.NEXT):
            if (algorithm, state) not in held:
                _make(algorithm, state, now)


@transaction.atomic
def rotate(*, now: datetime, overlap_hours: int | None = None) -> list[SigningKey]:
    """Let the next key of each algorithm sign, keep the former one published for the overlap, prepare another.

    Args:
        overlap_hours: hours the former keys stay trusted; the parameter unless given. 0 after a theft: what they
            signed is worth nothing at once.

    Returns the keys that sign from now on.
    """
    ensure(now=now)
    keys = {(key.algorithm, key.state): key for key in SigningKey.objects.select_for_update().order_by("kid")}
    hours = KEY_OVERLAP_HOURS.on(localdate(now)) if overlap_hours is None else overlap_hours
    turned = [
        _turn(keys[algorithm, KeyState.CURRENT], keys[algorithm, KeyState.NEXT], now, now + timedelta(hours=hours))
        for algorithm in SigningAlgorithm.values
    ]
    payload = {"kids": [key.kid for key in turned], "overlap_hours": hours}
    subject = ("mandates.SigningKey", turned[0].kid)
    journal.record(family=FAMILY, action="oidc_keys.rotate", actor=None, subject=subject, payload=payload, now=now)
    return turned


def sweep_keys(*, now: datetime) -> int:
    """Delete the keys nobody trusts any more; returns how many."""
    return SigningKey.objects.filter(published_until__lte=now).delete()[0]


def _turn(former: SigningKey, following: SigningKey, now: datetime, until: datetime) -> SigningKey:
    SigningKey.objects.filter(pk=former.pk).update(state=KeyState.RETIRED, published_until=until)
    SigningKey.objects.filter(pk=following.pk).update(state=KeyState.CURRENT)
    _make(following.algorithm, KeyState.NEXT, now)
    return following


def _make(algorithm: str, state: str, now: datetime) -> None:
    kid, private, public = oidc_signing.new_pair(algorithm)
    SigningKey.objects.create(kid=kid, algorithm=algorithm, state=state, private=private, public=public, made_at=now)
