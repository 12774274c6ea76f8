"""Writing to the journal."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from conum.commons.journal.models import ActorAlias, JournalEntry, JournalHead
from conum.commons.journal.rules import digest
from conum.kernel.ids import new_id
from conum.kernel.models import only
from conum.kernel.permissions import ActorLike, behind
from conum.kernel.reading import Reading
from conum.kernel.statements import insert_together, planned

SYSTEM = "system"
IN_PLACE = "in_place_by"  # payload: the mark of who acted in the place of the author
MARK = Reading("FROM journal_actoralias a WHERE a.person_id = %s AND a.month = %s", a=ActorAlias)
LOCK_HEAD = "SELECT position, hash FROM journal_journalhead WHERE family = %s FOR UPDATE"
MOVE_HEAD = "UPDATE journal_journalhead SET position = %s, hash = %s WHERE family = %s"


def record(
    *,
    family: str,
    action: str,
    actor: ActorLike | None,
    subject: models.Model | tuple[str, str],
    payload: dict[str, Any],
    now: datetime,
) -> JournalEntry:
    """Append a line to the chain of `family`, in the transaction of the operation that did the thing.

    Args:
        family: the chain, usually the module (`positions`).
        action: what was done, `noun.verb` or verb, lower snake.
        actor: who did it; None for the system (a job, the database).
        subject: the row it was done to, or (type, identifier).
        payload: keys, states, amounts, dates: never a name, an address or a free text of a person.
        now: instant of the fact.

    Raises:
        TransactionManagementError: called outside a transaction.
        ValueError: the payload holds a value that JSON has no word for.
    """
    _demand_transaction()
    # Before the lock: everybody who writes in the family waits while it is held.
    alias, in_place = _alias(actor and actor.person_id, now), _in_place(actor, now)
    position, previous = _locked(family)
    fields = {
        "id": new_id(),
        "family": family,
        "position": position + 1,
        "action": action,
        "actor": alias,
        "role": actor.role if actor else SYSTEM,
        **_subject(subject),
        "payload": _plain(payload | in_place),
        "happened_at": now,
        "previous_hash": previous,
    }
    entry = JournalEntry(**fields, hash=digest(fields))
    insert_together(entry, then=MOVE_HEAD, values=[entry.position, entry.hash, family])
    return entry


def lock(*families: str) -> None:
    """Take several chains at once, always in alphabetical order.

    An operation that writes in two families calls it first; two such operations then wait for each other
    instead of blocking each other for good.
    """
    _demand_transaction()
    for family in sorted(families):
        _locked(family)


def _plain(payload: dict[str, Any]) -> dict[str, Any]:
    """As the database gives it back, so that the hash is the same: decimals, dates and fractions become text."""
    return json.loads(json.dumps(payload, cls=DjangoJSONEncoder, allow_nan=False), parse_float=str)


def _demand_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("the journal is written inside a transaction")


def _locked(family: str) -> tuple[int, str]:
    """Return position and hash of the head of the chain, locked until the transaction ends; made the first time."""
    found = only(planned(LOCK_HEAD, [family]))
    if found is None:
        JournalHead.objects.bulk_create([JournalHead(family=family)], ignore_conflicts=True)
        [found] = planned(LOCK_HEAD, [family])
    position, hash_ = found
    return position, hash_


def _in_place(actor: ActorLike | None, now: datetime) -> dict[str, Any]:
    """Name, by their mark, who acted in the place of the author."""
    person_id = behind(actor)
    return {IN_PLACE: _alias(person_id, now)} if person_id else {}


def _alias(person_id: UUID | None, now: datetime) -> UUID | None:
    if person_id is None:
        return None
    month = now.date().replace(day=1)
    found = only(mark for (mark,) in MARK(person_id, month))
    if found is None:
        ActorAlias.objects.bulk_create([ActorAlias(person_id=person_id, month=month)], ignore_conflicts=True)
        found = ActorAlias.objects.get(person_id=person_id, month=month)
    return found.pk


def _subject(subject: models.Model | tuple[str, str]) -> dict[str, str]:
    if isinstance(subject, tuple):
        kind, key = subject
    else:
        kind, key = subject._meta.label, str(subject.pk)
    return {"subject_type": kind, "subject_id": str(key)}
