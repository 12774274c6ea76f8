"""How a relying party proves who it is at the token endpoint (OpenID Connect Core 1.0 section 9)."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus

from django.utils.crypto import constant_time_compare

from conum.domains.mandates.enums import ClientAuthMethod
from conum.domains.mandates.gateways import oidc_signing
from conum.domains.mandates.models import RelyingParty
from conum.domains.mandates.operations.oidc_clients import hashed
from conum.domains.mandates.operations.oidc_procedures import spend_assertion
from conum.domains.mandates.web.adapters.issuer import endpoint, issuer
from conum.kernel.models import only
from conum.kernel.reading import Reading

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_ALGORITHMS = ["RS256", "PS256", "ES256"]
ASSERTION_LIFE = timedelta(hours=1)  # what client libraries write unless told otherwise; it serves once all the same
LEEWAY = timedelta(seconds=30)  # between the client's clock and ours
NO_SECRET = "0" * 64
OPEN = Reading("FROM mandates_relyingparty r WHERE r.client_id = %s AND r.closed_at IS NULL", r=RelyingParty)


def known(client_id: str | None) -> RelyingParty | None:
    """Return the open client of this identifier."""
    if not client_id or "\x00" in client_id:
        return None
    found = only(OPEN(client_id))
    return found[0] if found else None


def authenticated(request: Any, now: datetime) -> RelyingParty | None:
    """Return the client that made the request, None unless it proved it by exactly one of its registered methods.

    Args:
        request: the library's request: headers, and parameters of the body as attributes.
    """
    basic = _basic(request.headers.get("Authorization") or "")
    posted = request.client_secret
    by_assertion = getattr(request, "client_assertion_type", None) == ASSERTION_TYPE
    assertion = getattr(request, "client_assertion", None) if by_assertion else None
    if sum(proof is not None for proof in (basic, posted, assertion)) != 1:
        return None
    if assertion is not None:
        return _by_assertion(assertion, request.client_id, now)
    method = ClientAuthMethod.BASIC if basic is not None else ClientAuthMethod.POST
    client_id, secret = basic or (request.client_id, posted)
    if basic is not None and request.client_id not in (None, client_id):
        return None
    client = known(client_id)
    # The same work whether the client is known or not: the time of the answer says nothing.
    right = constant_time_compare(hashed(secret), (client.secret_hash if client else "") or NO_SECRET)
    return client if client and right and method in client.auth_methods else None


def _basic(header: str) -> tuple[str, str] | None:
    scheme, _space, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _colon, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return unquote_plus(name), unquote_plus(secret)


def _by_assertion(assertion: str, client_id: str | None, now: datetime) -> RelyingParty | None:
    """RFC 7523 section 3: issuer and subject are the client, the audience is us, dates are near, it serves once."""
    client = known(client_id or oidc_signing.unverified_issuer(assertion))
    if client is None or ClientAuthMethod.PRIVATE_KEY not in client.auth_methods:
        return None
    try:
        claims = oidc_signing.verified(assertion, client.keys, ASSERTION_ALGORITHMS)
    except oidc_signing.Untrusted:
        return None
    expires_at = _instant(claims.get("exp"))
    said_by_it = claims.get("iss") == claims.get("sub") == client.client_id
    if not said_by_it or expires_at is None or not _for_us(claims.get("aud")) or not _in_time(claims, expires_at, now):
        return None
    jti = claims.get("jti")
    spent = isinstance(jti, str) and jti and spend_assertion(client, jti, expires_at=expires_at + LEEWAY)
    return client if spent else None


def _for_us(audience: Any) -> bool:
    named = audience if isinstance(audience, list) else [audience]
    return any(name in (issuer(), f"{issuer()}/", endpoint("token")) for name in named)


def _in_time(claims: dict[str, Any], expires_at: datetime, now: datetime) -> bool:
    begins = [_instant(claims[name]) for name in ("nbf", "iat") if name in claims]
    begun = all(at is not None and at <= now + LEEWAY for at in begins)
    return begun and now - LEEWAY < expires_at <= now + ASSERTION_LIFE + LEEWAY


def _instant(seconds: Any) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
