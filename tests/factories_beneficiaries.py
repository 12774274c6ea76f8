"""Citizens for the tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from conum.commons.beneficiaries import operations
from conum.commons.beneficiaries.gateways.sealing import subject_hash
from conum.commons.beneficiaries.models import Beneficiary, Identification, Identity

ISSUER = "https://fc.example.test"


def make_identity(subject: str = "sub-angela", **changes: Any) -> Identity:
    """Return the pivot identity of an invented citizen."""
    known = {
        "subject_hash": subject_hash(ISSUER, subject),
        "given_names": "Angela Claire",
        "family_name": "DUBOIS",
        "gender": "female",
        "birth_date": "1962-08-24",
        "birth_place": "75107",
        "birth_country": "99100",
        "email": "angela@example.org",
        "phone": "+33612345678",
    }
    return Identity(**{**known, **changes})


def make_identification(subject: str = "sub-angela", *, now: datetime, **changes: Any) -> Identification:
    """Hold an identity for twenty minutes."""
    identity = make_identity(subject, **changes)
    return operations.hold(identity, expires_at=now + timedelta(minutes=20), now=now)


def make_beneficiary(subject: str = "sub-angela", *, now: datetime, **changes: Any) -> Beneficiary:
    """Return a citizen on file."""
    held = make_identification(subject, now=now, **changes)
    return operations.meet(held.pk, actor=None, now=now).beneficiary
