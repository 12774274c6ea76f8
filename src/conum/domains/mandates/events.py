"""What the mandates module tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from conum.kernel.events import Event


@dataclass(frozen=True)
class HelperSuspended(Event):
    """A helper is suspended, or left: sessions are already ended, grants must end in the same transaction (MAN-05)."""

    helper_id: UUID
    person_id: UUID | None
    organisation_id: UUID


@dataclass(frozen=True)
class AccreditationEnded(Event):
    """An organisation lost its accreditation: its mandates can no longer be used."""

    accreditation_id: UUID
    organisation_id: UUID


@dataclass(frozen=True)
class MandateSigned(Event):
    """A citizen mandated an organisation."""

    mandate_id: UUID
    organisation_id: UUID
    beneficiary_id: UUID


@dataclass(frozen=True)
class AuthorisationRevoked(Event):
    """An authorisation ended before its time: what it gave must end in the same transaction (MAN-15)."""

    authorisation_id: UUID
    mandate_id: UUID
    organisation_id: UUID
    beneficiary_id: UUID
    group: str
