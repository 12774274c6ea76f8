"""Second factors that other modules lend to the sign-in: a card that shows codes, for instance.

The module above plugs one in when the application starts; the sign-in then accepts its codes wherever it accepts
those of an application, under the same limits on attempts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID


class LentFactor(Protocol):
    """A factor kept elsewhere.

    Attributes:
        kind: short name, written in the records of the session.
        label: French name shown on the pages that ask for a code.
    """

    kind: str
    label: str

    def held_by(self, person_id: UUID) -> bool:
        """Tell whether the person has one in service."""
        ...

    def prove(self, person_id: UUID, code: str, now: datetime) -> bool:
        """Check and use up a code; False when it is wrong or has served."""
        ...


LENT: list[LentFactor] = []


def lend(factor: LentFactor) -> None:
    """Plug a factor in, once per kind."""
    if all(known.kind != factor.kind for known in LENT):
        LENT.append(factor)


def lent_to(person_id: UUID) -> list[LentFactor]:
    """Return the lent factors this person has in service."""
    return [factor for factor in LENT if factor.held_by(person_id)]


def proved_by(person_id: UUID, code: str, now: datetime) -> LentFactor | None:
    """Return the factor that this code proves, its code used up; None when it proves none."""
    return next((factor for factor in lent_to(person_id) if factor.prove(person_id, code, now)), None)
