"""A SELECT written by hand gives the same rows as a queryset."""

import pytest
from django.utils import timezone

from conum.commons.journal.models import JournalEntry, JournalHead
from conum.commons.journal.operations import record
from conum.kernel.reading import Reading

pytestmark = pytest.mark.django_db
LINES = Reading(
    "FROM journal_journalentry e JOIN journal_journalhead h USING (family) WHERE e.family = %s ORDER BY e.position",
    e=JournalEntry,
    h=JournalHead,
)


def written(number: int) -> JournalEntry:
    payload = {"number": number, "groups": ["money"], "nothing": None}
    subject = ("kernel.Reading", str(number))
    return record(family="reading", action="try", actor=None, subject=subject, payload=payload, now=timezone.now())


def test_gives_each_model_of_a_row_with_the_values_of_its_queryset() -> None:
    for number in (1, 2):
        written(number)
    found = LINES("reading")
    assert [entry for entry, _head in found] == list(JournalEntry.objects.filter(family="reading").order_by("position"))
    for entry, head in found:
        kept = JournalEntry.objects.get(pk=entry.pk)
        fields = [field.attname for field in JournalEntry._meta.concrete_fields]
        assert {name: getattr(entry, name) for name in fields} == {name: getattr(kept, name) for name in fields}
        assert (head.position, head.hash) == (2, found[1][0].hash)
        assert not entry._state.adding


def test_finds_nothing_where_nothing_is() -> None:
    assert LINES("nowhere") == []
