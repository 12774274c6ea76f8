"""Identifying citizens: held for some minutes, then met for good once something is signed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.beneficiaries.enums import Change
from conum.commons.beneficiaries.gateways import sealing
from conum.commons.beneficiaries.models import Beneficiary, FormerName, Identification, Identity
from conum.commons.beneficiaries.models.identity import BIRTH, CONTACT, NAMES
from conum.commons.beneficiaries.queries.identities import identity_of, read
from conum.commons.journal.operations import record
from conum.kernel.errors import Conflict
from conum.kernel.ids import new_id
from conum.kernel.permissions import ActorLike

FAMILY = "beneficiaries"


@dataclass(frozen=True)
class Met:
    """A citizen met: the row, whether it is new, and what changed since the last time."""

    beneficiary: Beneficiary
    is_new: bool
    changes: tuple[Change, ...]


@transaction.atomic
def hold(identity: Identity, *, expires_at: datetime, now: datetime) -> Identification:
    """Keep an identity until `expires_at`, encrypted, while the citizen reads what will be done with it."""
    claims = {name: text for name, text in asdict(identity).items() if name != "subject_hash"}
    return Identification.objects.create(
        subject_hash=identity.subject_hash,
        claims=sealing.seal(claims, identity.subject_hash),
        identified_at=now,
        expires_at=expires_at,
    )


@transaction.atomic
def meet(identification_id: UUID, *, actor: ActorLike | None, now: datetime) -> Met:
    """Make of a held identity a citizen on file, or bring the one on file up to date; the held one is used up.

    A change of name keeps the former one, so that papers of that time stay understandable.

    Raises:
        Conflict: the identification has expired or has served.
    """
    held = Identification.objects.select_for_update().filter(pk=identification_id, expires_at__gt=now).first()
    if held is None:
        raise Conflict(_("L'identification par FranceConnect n'est plus valable : recommencez-la avec l'usager."))
    identity = read(held)
    met = _met(identity, now)
    held.delete()
    if met.changes:
        payload = {"changed": [str(change) for change in met.changes]}
        record(family=FAMILY, action="identity.change", actor=actor, subject=met.beneficiary, payload=payload, now=now)
    return met


def _met(identity: Identity, now: datetime) -> Met:
    made = Beneficiary.objects.bulk_create([_new(identity, now)], ignore_conflicts=True)[0]
    # Two sign-ins of a new citizen at once: the second waits here for the first, then finds its row.
    found = Beneficiary.objects.select_for_update().get(subject_hash=identity.subject_hash)
    if found.pk == made.pk:
        return Met(found, True, ())
    changes = _changes(identity_of(found), identity)
    if Change.NAME in changes:
        former = {name: getattr(found, name) for name in NAMES}
        FormerName.objects.create(beneficiary=found, until=now, **former)
    for name in (*NAMES, *CONTACT):
        setattr(found, name, getattr(identity, name))
    found.birth = _sealed_birth(identity)
    found.identified_at = found.updated_at = now
    found.active_until = max(found.active_until, now)
    found.save()
    return Met(found, False, changes)


def _new(identity: Identity, now: datetime) -> Beneficiary:
    return Beneficiary(
        id=new_id(),
        subject_hash=identity.subject_hash,
        **{name: getattr(identity, name) for name in (*NAMES, *CONTACT)},
        birth=_sealed_birth(identity),
        identified_at=now,
        active_until=now,
        created_at=now,
        updated_at=now,
    )


def _sealed_birth(identity: Identity) -> bytes:
    return sealing.seal({name: getattr(identity, name) for name in BIRTH}, identity.subject_hash)


def _changes(before: Identity, after: Identity) -> tuple[Change, ...]:
    """Say what differs; birth details that were erased with time are not a change."""
    parts = ((Change.NAME, NAMES), (Change.CONTACT, CONTACT), (Change.BIRTH, BIRTH))
    return tuple(
        part
        for part, names in parts
        if any(getattr(before, name) != getattr(after, name) for name in names)
        and not (part == Change.BIRTH and not before.birth_date)
    )


@transaction.atomic
def follow(beneficiary: Beneficiary, *, until: datetime, bound: bool, now: datetime) -> None:
    """Say that something of this citizen lives until then, and whether a proof of it must be kept longer."""
    found = Beneficiary.objects.select_for_update().get(pk=beneficiary.pk)
    found.active_until = max(found.active_until, until)
    found.bound = found.bound or bound
    found.updated_at = now
    found.save(update_fields=["active_until", "bound", "updated_at"])


def drop(identification_id: UUID | None) -> None:
    """Forget an identification at once: refused, stopped, or used for looking only."""
    Identification.objects.filter(pk=identification_id).delete()


def prolong(identification_id: UUID | None, *, until: datetime) -> None:
    """Hold an identity longer, while the citizen is asked something; one already gone stays gone."""
    Identification.objects.filter(pk=identification_id, expires_at__lt=until).update(expires_at=until)


def sweep(*, now: datetime) -> int:
    """Delete the identifications that led nowhere; returns how many."""
    return Identification.objects.filter(expires_at__lte=now).delete()[0]
