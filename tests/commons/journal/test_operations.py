"""The journal as operations use it."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction

from conum.commons.journal.models import ActorAlias, JournalEntry
from conum.commons.journal.operations import record

ADMIN = SimpleNamespace(person_id=uuid4(), role="national_admin")


def write(now, family="positions", actor=ADMIN, **payload):
    return record(family=family, action="approve", actor=actor, subject=("HostRequest", "42"), payload=payload, now=now)


@pytest.mark.django_db
def test_each_entry_carries_the_hash_of_the_one_before(now):
    first, second = write(now, n=1), write(now, n=2)
    assert (first.position, second.position) == (1, 2)
    assert first.previous_hash == "" and second.previous_hash == first.hash
    assert JournalEntry.objects.get(pk=second.pk).payload == {"n": 2}


@pytest.mark.django_db
def test_families_have_their_own_chain(now):
    write(now, family="positions")
    assert write(now, family="recruitment").position == 1


@pytest.mark.django_db
def test_the_system_has_no_person(now):
    entry = write(now, actor=None)
    assert entry.actor is None and entry.role == "system"


@pytest.mark.django_db
def test_the_entry_bears_a_mark_not_the_person(now):
    entry = write(now)
    alias = ActorAlias.objects.get(pk=entry.actor)
    assert alias.person_id == ADMIN.person_id and entry.actor != ADMIN.person_id
    assert write(now).actor == alias.pk


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused(now):
    with pytest.raises(transaction.TransactionManagementError):
        write(now)
