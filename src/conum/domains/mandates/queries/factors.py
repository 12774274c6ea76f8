"""Second factors: when one was proved in this session, and which ones somebody has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator

from conum.domains.mandates.enums import FactorKind
from conum.domains.mandates.models import TotpCard

PROVED = "mfa"  # the method under which the sign-in records a code or a passkey
RECORDS = "account_authentication_methods"
OWNER = "account_authentication_methods_user"


def factor_proved_at(session: Mapping[str, Any], person_id: object) -> datetime | None:
    """Return when this person last proved a second factor in this session, whatever its kind; None if never.

    Args:
        session: the session of the request (`request.session`).
        person_id: the person signed in: records of somebody else in the same browser count for nothing.
    """
    if session.get(OWNER) != str(person_id):
        return None
    proofs = [record["at"] for record in session.get(RECORDS) or () if record.get("method") == PROVED]
    return datetime.fromtimestamp(max(proofs), UTC) if proofs else None


def factor_is_recent(session: Mapping[str, Any], person_id: object, minutes: int, now: datetime) -> bool:
    """Tell whether a second factor was proved in this session within these minutes.

    When it was not, send to `reverse("mfa_reauthenticate") + "?next=…"`, which offers every kind the person has.
    """
    proved = factor_proved_at(session, person_id)
    return proved is not None and now - proved <= timedelta(minutes=minutes)


@dataclass(frozen=True)
class SecondFactor:
    """A second factor in service: a card of ours, or an application or passkey kept by the accounts."""

    kind: FactorKind
    since: datetime


def factors_of(person_id: UUID) -> list[SecondFactor]:
    """Return the second factors the person has in service, whatever keeps them."""
    kinds = {"totp": FactorKind.TOTP_APP, "webauthn": FactorKind.PASSKEY}
    own = Authenticator.objects.filter(user=person_id, type__in=kinds).order_by("created_at")
    cards = TotpCard.objects.filter(helper__person=person_id, validated_at__isnull=False, removed_at=None)
    found = [SecondFactor(kinds[factor.type], factor.created_at) for factor in own]
    return found + [SecondFactor(FactorKind.TOTP_CARD, card.validated_at) for card in cards if card.validated_at]
