"""Who acts in a request: one person under one role, with the reach of that role. A value, not a table."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from conum.commons.accounts.enums import Role
from conum.commons.territories.models import Perimeter


@dataclass(frozen=True)
class Actor:
    """Built once per request by the accounts middleware from the active membership.

    Attributes:
        person_id: the person signed in.
        role: code of the active role (`enums.Role`).
        membership_id: the active membership; None for a bare account.
        organisation_id: organisation of the membership, when it has one.
        perimeter: territory the role reaches.
        name: name shown on screen and in the journal.
        behind: the administrator who acts in this person's place, with their agreement; None: they act themselves.
    """

    person_id: UUID
    role: str
    membership_id: UUID | None
    organisation_id: UUID | None
    perimeter: Perimeter
    name: str = ""
    behind: UUID | None = None

    @property
    def role_label(self) -> str:
        """French name of the active role, shown in the header."""
        return str(Role(self.role).label)
