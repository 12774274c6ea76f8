"""Reading identity: whole, for the few who need it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from conum.commons.beneficiaries.gateways import sealing
from conum.commons.beneficiaries.models import Beneficiary, Identification, Identity
from conum.commons.beneficiaries.models.identity import CONTACT, NAMES


def identity_of(beneficiary: Beneficiary) -> Identity:
    """Return the whole identity, birth included while it is kept.

    Raises:
        Unreadable: the sealed part was altered or its key is not the one configured.
    """
    plain = {field: getattr(beneficiary, field) for field in (*NAMES, *CONTACT)}
    sealed = sealing.unseal(beneficiary.birth, beneficiary.subject_hash)
    return Identity(beneficiary.subject_hash, **plain, **sealed)


def hash_of(source: str, subject: str) -> str:
    """Return the hash under which a subject of a source of identities is known (MAN-32)."""
    return sealing.subject_hash(source, subject)


def identified(identification_id: UUID | None, *, now: datetime) -> Identity | None:
    """Return who signed in with FranceConnect, None when that is over, used or unknown."""
    found = Identification.objects.filter(pk=identification_id, expires_at__gt=now).first()
    return read(found) if found else None


def read(identification: Identification) -> Identity:
    """Open an identification."""
    claims = sealing.unseal(identification.claims, identification.subject_hash)
    return Identity(identification.subject_hash, **claims)


def known_as(subject_hash: str) -> Beneficiary | None:
    """Return the citizen of this subject, None when no module has signed anything with them."""
    return Beneficiary.objects.filter(subject_hash=subject_hash).first() if subject_hash else None
