"""The protocol of the stand-in: what is asked, what is given, what is refused. No socket here."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from conum.site.stand_in.citizens import claims_for, named

CODE_LIFE, TOKEN_LIFE, SESSION_LIFE = 30, 60, 1800  # seconds, as short as those of the real one
LEVEL = "eidas1"


class Refused(Exception):
    """An error of the protocol: its code, and what the developer reads."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(f"{code}: {description}")
        self.code, self.description = code, description


@dataclass(frozen=True)
class Asked:
    """A request for authorization, checked."""

    redirect_uri: str
    state: str
    nonce: str
    scopes: frozenset[str]
    challenge: str
    login: bool


@dataclass
class Provider:
    """One client, its keys, and what lives for some seconds: codes, tokens; for half an hour: sessions."""

    issuer: str
    client_id: str
    secret: str
    redirect_uris: tuple[str, ...]
    logout_uris: tuple[str, ...]
    keys: list[RSAKey] = field(default_factory=list)
    codes: dict[str, tuple[Asked, str, float]] = field(default_factory=dict)
    tokens: dict[str, tuple[str, frozenset[str], float]] = field(default_factory=dict)
    sessions: dict[str, tuple[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rotate()

    def rotate(self) -> None:
        """Sign with a new key from now on; the one before is still published."""
        key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(6), "use": "sig", "alg": "RS256"})
        self.keys = [key, *self.keys[:1]]

    def discovery(self) -> dict[str, Any]:
        """OpenID Connect Discovery 1.0."""
        names = ("authorization", "token", "userinfo", "end_session")
        return {
            "issuer": self.issuer,
            **{f"{name}_endpoint": f"{self.issuer}/{name}" for name in names},
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "userinfo_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "acr_values_supported": [LEVEL],
        }

    def jwks(self) -> dict[str, Any]:
        """The public keys, newest first."""
        return dict(KeySet([*self.keys]).as_dict(private=False))

    def asked(self, given: dict[str, str]) -> Asked:
        """Check a request for authorization.

        Raises:
            Refused: the sentence is shown here, never sent to an address that is not registered.
        """
        if given.get("client_id") != self.client_id or given.get("redirect_uri") not in self.redirect_uris:
            raise Refused("invalid_request", "client_id or redirect_uri is not registered")
        scopes = frozenset(given.get("scope", "").split())
        for wrong, code, words in (
            (given.get("response_type") != "code", "unsupported_response_type", "response_type is not code"),
            ("openid" not in scopes, "invalid_scope", "openid is missing"),
            (min(len(given.get("state", "")), len(given.get("nonce", ""))) < 32, "invalid_request", "state or nonce"),
            (given.get("code_challenge_method") != "S256", "invalid_request", "code_challenge_method is not S256"),
            (LEVEL not in given.get("acr_values", "").split(), "invalid_request", "acr_values is not eidas1"),
        ):
            if wrong:
                raise Refused(code, words)
        login = given.get("prompt") == "login"
        challenge = given.get("code_challenge", "")
        return Asked(given["redirect_uri"], given["state"], given["nonce"], scopes, challenge, login)

    def granted(self, asked: Asked, subject: str) -> str:
        """Return the address that takes the code back to the client."""
        code = secrets.token_urlsafe(32)
        self.codes[code] = (asked, subject, time.time() + CODE_LIFE)
        return f"{asked.redirect_uri}?{urlencode({'code': code, 'state': asked.state})}"

    def denied(self, asked: Asked) -> str:
        """Return the address that tells the client that the citizen did not want to."""
        return f"{asked.redirect_uri}?{urlencode({'error': 'access_denied', 'state': asked.state})}"

    def open_session(self, subject: str) -> str:
        """Remember a citizen in this browser."""
        session = secrets.token_urlsafe(32)
        self.sessions[session] = (subject, time.time() + SESSION_LIFE)
        return session

    def of_session(self, session: str) -> str:
        """Return the citizen of a session, "" when there is none."""
        subject, until = self.sessions.get(session, ("", 0.0))
        return subject if until > time.time() else ""

    def exchanged(self, given: dict[str, str]) -> dict[str, Any]:
        """Give tokens for a code, once.

        Raises:
            Refused: wrong client, code, address or verifier.
        """
        known = hmac.compare_digest(given.get("client_secret", ""), self.secret)
        if given.get("client_id") != self.client_id or not known:
            raise Refused("invalid_client", "client authentication failed")
        asked, subject, until = self.codes.pop(given.get("code", ""), (None, "", 0.0))
        if given.get("grant_type") != "authorization_code" or asked is None or until < time.time():
            raise Refused("invalid_grant", "the code is unknown, used or too old")
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if given.get("redirect_uri") != asked.redirect_uri or challenge != asked.challenge:
            raise Refused("invalid_grant", "redirect_uri or code_verifier is another")
        token = secrets.token_urlsafe(32)
        self.tokens[token] = (subject, asked.scopes, time.time() + TOKEN_LIFE)
        claims = {"sub": subject, "nonce": asked.nonce, "acr": LEVEL, "amr": ["pwd"], "auth_time": int(time.time())}
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_LIFE,
            "id_token": self.signed(claims),
        }

    def userinfo(self, token: str) -> str:
        """Return the signed claims.

        Raises:
            Refused: the token is unknown or too old.
        """
        subject, scopes, until = self.tokens.get(token, ("", frozenset(), 0.0))
        citizen = named(subject)
        if citizen is None or until < time.time():
            raise Refused("invalid_token", "the token is unknown or too old")
        return self.signed(claims_for(citizen, set(scopes)))

    def ended(self, given: dict[str, str], session: str) -> str:
        """End the session and return the address to go to.

        Raises:
            Refused: the hint is not ours, or the address is not registered.
        """
        try:
            claims = jwt.decode(given.get("id_token_hint", ""), KeySet([*self.keys]), algorithms=["RS256"]).claims
        except (JoseError, ValueError) as fault:
            raise Refused("invalid_request", "id_token_hint is not one of ours") from fault
        if claims["aud"] != self.client_id or given.get("post_logout_redirect_uri") not in self.logout_uris:
            raise Refused("invalid_request", "post_logout_redirect_uri is not registered")
        self.sessions.pop(session, None)
        return f"{given['post_logout_redirect_uri']}?{urlencode({'state': given.get('state', '')})}"

    def signed(self, claims: dict[str, Any]) -> str:
        """Sign claims for the client."""
        now = int(time.time())
        whole = {"iss": self.issuer, "aud": self.client_id, "iat": now, "exp": now + TOKEN_LIFE, **claims}
        return jwt.encode({"alg": "RS256", "kid": self.keys[0].kid}, whole, self.keys[0], algorithms=["RS256"])
