"""Statements whose plan is kept: the same rows as the ORM writes and reads, and the same refusals."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pghistory
import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from conum.commons.journal.models import ActorAlias, JournalHead
from conum.commons.programme.models import ParameterValue
from conum.kernel.statements import insert_together, planned

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def value(**fields: object) -> ParameterValue:
    given = {"key": "a.key", "first_day": date(2026, 5, 4), "value": "1", "reason": "essai"} | {
        "author_id": uuid4(),
        "made_at": NOON,
    }
    return ParameterValue(**given | fields)


def test_rows_of_several_models_are_one_statement() -> None:
    aliases = [ActorAlias(person_id=uuid4(), month=date(2026, 5, day)) for day in (1, 2)]
    with CaptureQueriesContext(connection) as queries:
        insert_together(value(), *aliases)
    assert len(queries) == 1
    assert ParameterValue.objects.get().made_at == NOON
    assert list(ActorAlias.objects.order_by("month")) == aliases


def test_what_follows_runs_with_them() -> None:
    JournalHead.objects.create(family="a")
    insert_together(value(), then="UPDATE journal_journalhead SET position = %s WHERE family = %s", values=[7, "a"])
    assert JournalHead.objects.get().position == 7 and ParameterValue.objects.count() == 1


def test_a_row_inserted_is_changed_by_its_next_save() -> None:
    head = JournalHead(family="a")
    insert_together(head)
    head.position = 2
    head.save()
    assert JournalHead.objects.get().position == 2


def test_all_or_none() -> None:
    twice = ActorAlias(person_id=uuid4(), month=date(2026, 5, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_together(value(), twice, ActorAlias(person_id=twice.person_id, month=twice.month))
    assert not ParameterValue.objects.exists()


def test_a_text_too_long_is_refused_not_cut() -> None:
    with pytest.raises(DataError), transaction.atomic():
        insert_together(value(key="k" * 500))
    assert not ParameterValue.objects.exists()


def test_the_server_keeps_the_plan() -> None:
    for number in (1, 2, 3):
        assert planned("SELECT %s::integer + 1 AS kept_for_the_test", [number]) == [(number + 1,)]
    kept = planned("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%kept_for_the_test%"])
    assert kept == [(1,)]


def test_a_statement_without_rows_gives_none() -> None:
    assert planned("DELETE FROM journal_actoralias WHERE id = %s", [uuid4()]) == []


def test_the_history_still_names_who_writes() -> None:
    with pghistory.context(person="p"):
        insert_together(value())
        assert planned("SELECT current_setting('pghistory.context_metadata')::jsonb ->> 'person'") == [("p",)]
