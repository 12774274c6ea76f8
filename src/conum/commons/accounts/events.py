"""What the accounts module tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from conum.kernel.events import Event


@dataclass(frozen=True)
class InvitationAccepted(Event):
    """Somebody accepted an invitation: the role is held from now on.

    Attributes:
        role: `enums.Role`.
        organisation_id: organisation of the role, None for a role over a territory.
    """

    invitation_id: UUID
    person_id: UUID
    role: str
    organisation_id: UUID | None


@dataclass(frozen=True)
class SignedIn(Event):
    """Somebody signed in, every factor shown.

    Attributes:
        method: `enums.SignInMethod`.
        address: network address, None when unknown.
    """

    person_id: UUID
    method: str
    address: str | None


@dataclass(frozen=True)
class SecondFactorChanged(Event):
    """A second factor was added, shown again or removed.

    Attributes:
        kind: `totp`, `webauthn`, or the kind of a factor lent by another module.
        change: `added`, `checked` or `removed`.
        address: network address, None when unknown.
    """

    person_id: UUID
    kind: str
    change: str
    address: str | None
