"""Two people who are one: what both have booked bears one key; taken back, each has theirs again (BOO-13, BOO-17).

Only the bookings of the organisation change: what the person booked elsewhere is not its own to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.domains.booking.enums import IN_QUEUE, LIVE
from conum.domains.booking.models import Appointment, Contact, ContactMerge, Registration, WaitingListEntry
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.locks import locked
from conum.domains.booking.parameters import MAX_LIVE
from conum.domains.booking.permissions import MERGE_CONTACTS, calendar, contacts_visible_to, merges_visible_to
from conum.domains.booking.rules import booking as rules
from conum.kernel.errors import Conflict

MODELS: dict[str, Any] = {
    "appointments": Appointment, "registrations": Registration, "waiting": WaitingListEntry, "contacts": Contact,
}  # fmt: skip


@dataclass(frozen=True)
class Same:
    """A merge. `over`: types with more live appointments than one person holds, and how many; `twice`: workshops where
    both are registered, which stay two registrations."""

    row: ContactMerge
    over: list[tuple[str, int]]
    twice: list[str]


def merge_contacts(*, kept_id: UUID, merged_id: UUID, reason: str, actor: Actor, now: datetime) -> Same:
    """Say that two people are one: `merged` takes the key of `kept`, live bookings of both stay.

    Raises:
        OutOfSight, PermissionRefused; RuleBroken: BOO-17 one person already, or two who are followed, no reason
        given; Conflict: one of them is booking at this very moment.
    """
    try:
        with transaction.atomic():
            return _merge(kept_id, merged_id, reason.strip(), actor, now)
    except IntegrityError as error:
        raise Conflict(_("Une de ces personnes réserve en ce moment : recommencez.")) from error


@transaction.atomic
def separate_contacts(*, merge_id: UUID, actor: Actor, now: datetime) -> ContactMerge:
    """Take a merge back: the rows it changed have their former key again, later ones stay.

    Raises: OutOfSight, PermissionRefused; Conflict: it is undone already.
    """
    row = locked(merges_visible_to(actor), merge_id)
    MERGE_CONTACTS.require(actor, row)
    if row.undone_at is not None:
        raise Conflict(_("C'est déjà défait : chacun a de nouveau sa fiche."))
    key = Contact.objects.values_list("person_key", flat=True).get(pk=row.kept_id)
    for name, model in MODELS.items():
        kept = model.objects.filter(pk__in=row.undo.get(name, ()), person_key=key)
        for found in kept.select_for_update(no_key=True, of=("self",)).order_by("pk"):
            _give(found, row.former_key, now)
    row.undone_at = row.updated_at = now
    row.save(update_fields=["undone_at", "updated_at"])
    journal("contact.separate", row, row.organisation_id, actor, now)
    return row


def _merge(kept_id: UUID, merged_id: UUID, reason: str, actor: Actor, now: datetime) -> Same:
    MERGE_CONTACTS.require(actor, calendar(actor.organisation_id, ()))  # type: ignore[arg-type]
    rows = contacts_visible_to(actor)
    found = {key: locked(rows, key) for key in sorted({kept_id, merged_id})}
    kept, merged = found[kept_id], found[merged_id]
    rules.two_people.check(kept.person_key, merged.person_key)
    rules.followed_once.check(kept.beneficiary_id, merged.beneficiary_id)
    rules.sameness_explained.check(reason)
    former, key = merged.person_key, kept.person_key
    undo, twice = _move(actor.organisation_id, former, key, now)
    row = ContactMerge.objects.create(
        organisation_id=actor.organisation_id, kept=kept, merged=merged, former_key=former, reason=reason,
        merged_by_id=actor.person_id, undo=undo, created_at=now, updated_at=now,
    )  # fmt: skip
    moved = {name: len(keys) for name, keys in undo.items()}
    journal("contact.merge", row, row.organisation_id, actor, now, kept=kept.pk, merged=merged.pk, moved=moved)
    return Same(row, over_ceiling(key, now), twice)


def _move(organisation_id: Any, former: str, key: str, now: datetime) -> tuple[dict[str, list[str]], list[str]]:
    """Give the key to the bookings of the former one, save those that would then be two of one thing."""
    twice: list[str] = []
    undo: dict[str, list[str]] = {name: [] for name in MODELS}
    contacts: set[UUID] = set()
    for name in ("appointments", "registrations", "waiting"):
        held = MODELS[name].objects.filter(organisation=organisation_id, person_key=former)
        for row in held.select_for_update(no_key=True, of=("self",)).order_by("pk"):
            if DOUBLE[name](row, key):
                twice.append(_title(row))
                continue
            _give(row, key, now)
            undo[name].append(str(row.pk))
            contacts.add(row.contact_id)
    for contact in Contact.objects.filter(pk__in=contacts, person_key=former).order_by("pk"):
        _give(contact, key, now)
        undo["contacts"].append(str(contact.pk))
    return undo, twice


def _give(row: Any, key: str, now: datetime) -> None:
    fields = ["person_key", "updated_at"]
    if isinstance(row, Appointment) and row.state in LIVE:
        row.live_rank = _free_rank(key, row.type_id)
        fields.append("live_rank")
    row.person_key, row.updated_at = key, now
    row.save(update_fields=fields)


def _free_rank(key: str, type_id: UUID) -> int:
    """The first rank that no live appointment of the person has: above the ceiling when both had some (BOO-13)."""
    rows = Appointment.objects.filter(person_key=key, type=type_id, state__in=LIVE)
    used = set(rows.values_list("live_rank", flat=True))
    return min(set(range(1, len(used) + 2)) - used)


def _two_registrations(row: Registration, key: str) -> bool:
    same = Registration.objects.filter(workshop=row.workshop_id, person_key=key, state__in=LIVE)
    return row.state in LIVE and same.exists()


def _two_wishes(row: WaitingListEntry, key: str) -> bool:
    target = Q(workshop=row.workshop_id) if row.workshop_id else Q(type=row.type_id)
    return (
        row.state in IN_QUEUE and WaitingListEntry.objects.filter(target, person_key=key, state__in=IN_QUEUE).exists()
    )


DOUBLE: dict[str, Callable[[Any, str], bool]] = {
    "appointments": lambda row, key: False, "registrations": _two_registrations, "waiting": _two_wishes,
}  # fmt: skip


def _title(row: Any) -> str:
    if isinstance(row, Registration):
        return row.workshop.title
    return _("liste d'attente : %s") % (row.workshop.title if row.workshop else row.type.name)


def over_ceiling(key: str, now: datetime) -> list[tuple[str, int]]:
    """Return the types of which a person holds more live appointments than `booking.max_live`, and how many."""
    live = Appointment.objects.filter(person_key=key, state__in=LIVE).values("type__name", "type")
    most = MAX_LIVE.on(localdate(now))
    counted: Iterable[Any] = live.annotate(n=Count("pk")).filter(n__gt=most).order_by("type__name")
    return [(row["type__name"], row["n"]) for row in counted]
