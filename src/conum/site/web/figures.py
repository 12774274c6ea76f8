"""Public figures of the deployment, each with its date and method (PRG-40)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from conum.commons.programme import parameters as programme
from conum.domains.positions.enums import PostKind
from conum.domains.positions.queries.quotas import Balance, balances


@dataclass(frozen=True)
class Deployment:
    """Where the country stands on a day.

    Attributes:
        day: the day of the figures.
        target: posts announced for the whole programme.
        balances: one per département that has a quota.
    """

    day: date
    target: int
    balances: Sequence[Balance]

    @property
    def granted(self) -> int:
        """Posts attached to a host."""
        return sum(balance.granted for balance in self.balances)

    @property
    def filled(self) -> int:
        """Granted posts with a counsellor under contract."""
        return sum(balance.filled for balance in self.balances)

    @property
    def granted_by_department(self) -> Mapping[str, int]:
        """Département code → posts granted."""
        return {balance.department.code: balance.granted for balance in self.balances}


def deployment(day: date) -> Deployment:
    """Return the figures of counsellors' posts on `day`."""
    found = [balance for balance in balances(PostKind.COUNSELLOR, day) if balance.quota or balance.granted]
    return Deployment(day, programme.TARGET_POSTS.on(day), found)


def links(codes: Sequence[str]) -> dict[str, str]:
    """Return département code → address of its page."""
    return {code: reverse("department", args=[code]) for code in codes}
