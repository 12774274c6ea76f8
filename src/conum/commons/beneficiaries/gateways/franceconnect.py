"""FranceConnect: a citizen signs in, says who they are, and its session is closed at once.

The protocol and its checks are `kernel.gateways.openid`; here are what is asked (identity of the pivot, contact), the
level of assurance, the form of each claim, and the closing. Tokens live in this module's local variables only
(MAN-31): the ID token leaves once, as the hint of the end of session, and nothing keeps it.

Source: FranceConnect technical documentation for service providers, pivot identity; OpenID Connect Core 1.0 and
RP-Initiated Logout 1.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from conum.commons.beneficiaries.enums import Gender
from conum.commons.beneficiaries.gateways.sealing import subject_hash
from conum.commons.beneficiaries.models import Identity
from conum.kernel.gateways import openid
from conum.kernel.gateways.openid import Journey, ProviderRefused

SCOPES = (
    "openid",
    "given_name",
    "family_name",
    "preferred_username",
    "gender",
    "birthdate",
    "birthplace",
    "birthcountry",
    "email",
    "phone",
)
LEVELS = ("eidas1", "eidas2", "eidas3")
FORMS = {
    "birthdate": re.compile(r"\d{4}(-\d{2}(-\d{2})?)?"),
    "birthplace": re.compile(r"[0-9AB]{5}"),
    "birthcountry": re.compile(r"\d{5}"),
    "phone_number": re.compile(r"\+\d{6,15}"),
}


@dataclass(frozen=True)
class Arrived:
    """Who signed in, and the address that closes the session of FranceConnect, empty when it has none."""

    identity: Identity
    goodbye: str


def available() -> bool:
    """Tell whether FranceConnect is configured (in the demonstration, a provider of ours stands in for it)."""
    return bool(settings.ENVIRONMENT.franceconnect)


def origin() -> str:
    """Return the origin of its pages, which a form of ours may lead to; empty when not configured."""
    parts = urlsplit(settings.ENVIRONMENT.franceconnect)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def departure(journey: Journey, redirect_uri: str) -> str:
    """Return the address of FranceConnect's page.

    Raises:
        ProviderRefused: not configured, does not answer, or speaks for another issuer.
    """
    try:
        return openid.departure(_client(), journey, redirect_uri)
    except ProviderRefused as refusal:
        raise _french(refusal) from refusal


def arrival(journey: Journey, redirect_uri: str, code: str, *, back_to: str, state: str) -> Arrived:
    """Exchange the code and return who it is.

    Args:
        back_to: our address after the end of FranceConnect's session, registered there.
        state: comes back with it.

    Raises:
        ProviderRefused: whatever cannot be trusted; the sentence is for the helper.
    """
    try:
        client = _client()
        answer = openid.arrival(client, journey, redirect_uri, code)
        if answer.claims.get("acr") not in LEVELS:
            raise ProviderRefused(f"acr {answer.claims.get('acr')!r}")
        return Arrived(_identity(answer.info), openid.goodbye(client, answer.id_token, back_to, state))
    except ProviderRefused as refusal:
        raise _french(refusal) from refusal


def refused(reason: str) -> ProviderRefused:
    """Return the refusal to show, with its reason for the log."""
    return _french(ProviderRefused(reason))


def _client() -> openid.Client:
    environment = settings.ENVIRONMENT
    if not environment.franceconnect:
        raise ProviderRefused("FranceConnect is not configured")
    return openid.Client(
        environment.franceconnect.rstrip("/"),
        environment.franceconnect_id,
        environment.franceconnect_secret,
        SCOPES,
        {"acr_values": LEVELS[0], "prompt": "login"},  # a citizen never enters by the session of the one before
        signed_userinfo=True,
    )


def _identity(info: dict[str, Any]) -> Identity:
    family_name = _text(info, "family_name", 100)
    if not family_name:
        raise ProviderRefused("no family name in the pivot identity")
    gender = info.get("gender")
    return Identity(
        subject_hash=subject_hash(settings.ENVIRONMENT.identity_source, str(info["sub"])),
        given_names=_text(info, "given_name", 200),
        family_name=family_name,
        preferred_name=_text(info, "preferred_username", 100),
        gender=str(gender) if gender in Gender.values else Gender.UNSPECIFIED,
        birth_date=_formed(info, "birthdate"),
        birth_place=_formed(info, "birthplace"),
        birth_country=_formed(info, "birthcountry"),
        email=_email(info),
        phone=_formed(info, "phone_number"),
    )


def _text(info: dict[str, Any], name: str, most: int) -> str:
    value = info.get(name)
    return " ".join(value.split())[:most] if isinstance(value, str) else ""


def _formed(info: dict[str, Any], name: str) -> str:
    """A claim of a known form; what has another form is no part of an identity."""
    value = info.get(name)
    return value if isinstance(value, str) and FORMS[name].fullmatch(value) else ""


def _email(info: dict[str, Any]) -> str:
    value = _text(info, "email", 254).lower()
    try:
        validate_email(value)
    except ValidationError:
        return ""
    return value


def _french(refusal: ProviderRefused) -> ProviderRefused:
    sentence = _(
        "FranceConnect n'a pas pu confirmer l'identité. Rien n'a été enregistré : recommencez l'identification."
    )
    return ProviderRefused(refusal.reason, sentence)
