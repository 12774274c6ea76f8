"""What is right when somebody acts in a citizen's name, and what a relying party may be told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from conum.kernel.rules import rule

LOCAL = ("localhost", "127.0.0.1", "::1")  # where http is as safe as https
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # SHA-256 in base64url (RFC 7636 section 4.2)
# The pivot identity: each claim may be asked alone, as FranceConnect does, or by a group of OpenID Connect.
PIVOT = (
    "given_name", "family_name", "preferred_username", "gender", "birthdate", "birthplace", "birthcountry", "email",
)  # fmt: skip
SCOPE_CLAIMS: dict[str, tuple[str, ...]] = {
    "openid": (),
    **{claim: (claim,) for claim in PIVOT},
    "profile": ("given_name", "family_name", "preferred_username", "gender", "birthdate"),
    "birth": ("birthplace", "birthcountry"),
    "identite_pivot": ("given_name", "family_name", "gender", "birthdate", "birthplace", "birthcountry"),
}
LEVELS = ("eidas1",)


@rule("MAN-30")
def authorisation_lives(now: datetime, starts_at: datetime, expires_at: datetime, revoked_at: datetime | None) -> bool:
    """Cette autorisation n'est plus valable : elle a été révoquée, ou le mandat est arrivé à son terme."""
    return starts_at <= now < expires_at and (revoked_at is None or now < revoked_at)


@rule("MAN-30")
def helper_may_act(helper_active: bool, organisation_accredited: bool) -> bool:
    """Vous ne pouvez plus agir avec les mandats de cette structure : votre accès ou son habilitation a pris fin."""
    return helper_active and organisation_accredited


@rule("MAN-31", field="scopes")
def scopes_are_known(scopes: Iterable[str]) -> bool:
    """Une des données demandées n'existe pas : choisissez dans la liste."""
    return set(scopes) <= set(SCOPE_CLAIMS)


def claims_of_scopes(scopes: Iterable[str]) -> set[str]:
    """Return the names of the identity claims that these scopes open, no more (MAN-31)."""
    return {claim for scope in scopes for claim in SCOPE_CLAIMS.get(scope, ())}


def scopes_granted(asked: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """Return the scopes asked that open something the service may know, in their order; `openid` always is (MAN-31)."""
    known = claims_of_scopes(allowed)
    return [scope for scope in dict.fromkeys(asked) if scope == "openid" or claims_of_scopes([scope]) & known]


def groups_asked(claims: dict[str, Any]) -> set[str] | None:
    """Return the procedure groups a `claims` parameter bounds `rep_scope` to, None when it asks for no one of them.

    Args:
        claims: the parameter of OpenID Connect Core 1.0 section 5.5, already read; anything odd in it is ignored.
    """
    asked: set[str] = set()
    for place in ("id_token", "userinfo"):
        wish = _wish(claims, place)
        values = wish.get("values") if isinstance(wish.get("values"), list) else [wish.get("value")]
        asked |= {value for value in values or () if isinstance(value, str) and value}
    return asked or None


def wants_in_id_token(claims: dict[str, Any]) -> bool:
    """Tell whether `rep_scope` is asked in the ID token."""
    place = claims.get("id_token")
    return isinstance(place, dict) and "rep_scope" in place


def _wish(claims: dict[str, Any], place: str) -> dict[str, Any]:
    found = claims.get(place)
    wish = found.get("rep_scope") if isinstance(found, dict) else None
    return wish if isinstance(wish, dict) else {}


def address_is_exact(address: str) -> bool:
    """Tell whether an address may be registered: absolute, https (http on the machine itself), no fragment, no `*`."""
    try:
        parts = urlsplit(address)
        port_is_right = parts.port != 0
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    plain = not any(mark in address for mark in "#*\\ ") and address.isascii() and address.isprintable()
    return safe and plain and port_is_right and bool(parts.hostname) and "@" not in parts.netloc and len(address) <= 500


def challenge_is_right(challenge: str | None, method: str | None) -> bool:
    """Tell whether the code is protected by a SHA-256 challenge (RFC 7636, `S256`; `plain` is refused)."""
    return method == "S256" and CHALLENGE.fullmatch(challenge or "") is not None


def factor_is_recent(
    proved_at: datetime | None, *, now: datetime, limit: timedelta, not_before: datetime | None = None
) -> bool:
    """Tell whether the second factor was proved lately enough.

    Args:
        proved_at: when it was, None if never in this session.
        limit: age allowed by the programme.
        not_before: it must have been proved since then (`prompt=login`, `max_age`).
    """
    if proved_at is None or (not_before is not None and proved_at < not_before):
        return False
    return now - proved_at <= limit


def methods_of(kinds: Iterable[str]) -> list[str]:
    """Return how the helper was authenticated, in the words of RFC 8176.

    Args:
        kinds: of the second factors proved in the session: `totp`, `totp_card`, `webauthn`, `recovery_codes`.
    """
    words = {"totp": "otp", "totp_card": "otp", "recovery_codes": "otp", "webauthn": "hwk"}
    return sorted({words[kind] for kind in kinds if kind in words} | {"mfa"})
