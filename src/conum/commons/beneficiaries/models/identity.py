"""What FranceConnect says of somebody. A value, not a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Identity:
    """The pivot identity and contact of a citizen, as claimed by FranceConnect; texts, empty when not given.

    Attributes:
        subject_hash: HMAC of issuer and subject; the subject itself is never kept (MAN-32).
        gender: `enums.Gender`.
        birth_date: `YYYY-MM-DD`, or less when the civil registry knows less.
        birth_place: INSEE code of the commune of birth (5 characters), empty when born abroad.
        birth_country: INSEE code of the country of birth (5 digits, 99100 for France).
        phone: E.164.
    """

    subject_hash: str
    given_names: str
    family_name: str
    preferred_name: str = ""
    gender: str = ""
    birth_date: str = ""
    birth_place: str = ""
    birth_country: str = ""
    email: str = ""
    phone: str = ""

    @property
    def name(self) -> str:
        """Given names and the name used in life."""
        return f"{self.given_names} {self.preferred_name or self.family_name}".strip()

    @property
    def born(self) -> date | None:
        """The day of birth; None when the civil registry knows less than a day."""
        try:
            return date.fromisoformat(self.birth_date)
        except ValueError:
            return None


NAMES = ("given_names", "family_name", "preferred_name")
CONTACT = ("email", "phone")
BIRTH = ("gender", "birth_date", "birth_place", "birth_country")
