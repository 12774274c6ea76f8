"""Erasing again, after a restoration, what people had erased since the backup (PRI-07)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Person
from conum.commons.accounts.operations.people import deactivate
from conum.commons.files.queries import erasures_since
from conum.commons.territories.models import Perimeter
from conum.domains.recruitment.enums import CandidateState
from conum.domains.recruitment.models import Candidate
from conum.domains.recruitment.operations.removals import erase_candidate


def erase_again(since: datetime, now: datetime) -> int:
    """Erase what the ledger has since this instant; return how many rows the backup had brought back."""
    return sum(AGAIN[model](UUID(key), now) for model, key in erasures_since(since) if model in AGAIN)


@transaction.atomic
def _candidate(key: UUID, now: datetime) -> bool:
    found = Candidate.objects.select_for_update().filter(pk=key).exclude(state=CandidateState.REMOVED).first()
    if found is not None:
        erase_candidate(found, "other", None, now=now)
    return found is not None


@transaction.atomic
def _account(key: UUID, now: datetime) -> bool:
    found = Person.objects.filter(pk=key, is_active=True).first()
    if found is not None:
        deactivate(key, "", Actor(key, Role.PUBLIC, None, None, Perimeter.none()), now)
    return found is not None


AGAIN: dict[str, Callable[[UUID, datetime], bool]] = {"recruitment.Candidate": _candidate, "accounts.Person": _account}
