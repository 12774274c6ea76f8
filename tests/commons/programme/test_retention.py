"""The daily purge: read first, real next, replayable, caught up (PRI-04)."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from conum.commons.accounts.models import Person
from conum.commons.journal.models import ActorAlias, JournalEntry
from conum.commons.journal.queries import verify
from conum.commons.programme import jobs
from conum.commons.programme.models import RetentionRun
from conum.commons.programme.operations import apply_retention, preview_retention
from conum.kernel import retention
from conum.kernel.retention import purge
from conum.kernel.web.limits import allow
from conum.kernel.web.models import AttemptCount
from tests.commons.journal.test_operations import write
from tests.factories_accounts import make_person

DAY = date(2026, 1, 13)


@pytest.fixture
def watched(monkeypatch):
    """A purge of accounts created before, that anonymises their name."""
    purges = {}
    monkeypatch.setattr(retention, "PURGES", purges)
    monkeypatch.setattr("conum.commons.programme.operations.retention.PURGES", purges)

    @purge("tests.Person", "privacy.account_inactive", "Comptes")
    def old(before):
        return Person.objects.filter(created_at__lt=before).exclude(first_name="")

    @old.erase
    def anonymise(people, now):
        Person.objects.filter(pk__in=[person.pk for person in people]).update(first_name="")

    return old


def people(now, *months):
    return [make_person(created_at=now - timedelta(days=31 * back)) for back in months]


@pytest.mark.django_db
class TestRuns:
    def test_PRI_04_a_dry_run_counts_and_changes_nothing(self, now, watched):
        people(now, 1, 30, 40)
        run = preview_retention(day=DAY, now=now)
        assert run.counts == {"Comptes": 2} and run.kind == "dry"
        assert not Person.objects.filter(first_name="").exists()

    def test_PRI_04_the_real_run_erases_and_journals_counts_only(self, now, watched):
        recent, old = people(now, 1, 30)
        assert apply_retention(day=DAY, now=now).counts == {"Comptes": 1}
        old.refresh_from_db()
        assert old.first_name == "" and Person.objects.get(pk=recent.pk).first_name
        payload = JournalEntry.objects.get(action="apply_retention").payload
        assert payload == {"day": "2026-01-13", "since": "2026-01-13", "counts": {"Comptes": 1}}

    def test_PRI_04_it_can_be_replayed(self, now, watched):
        people(now, 30)
        assert [apply_retention(day=DAY, now=now).counts["Comptes"] for _time in range(2)] == [1, 0]

    def test_PRI_04_a_missed_day_is_caught_up(self, now, watched):
        apply_retention(day=DAY, now=now)
        people(now, 30)
        later = DAY + timedelta(days=5)
        run = apply_retention(day=later, now=now)
        assert run.since == DAY + timedelta(days=1) and run.counts == {"Comptes": 1}

    def test_many_rows_go_in_batches(self, now, watched, monkeypatch):
        monkeypatch.setattr("conum.commons.programme.operations.retention.BATCH", 2)
        people(now, 30, 31, 32, 33, 34)
        assert apply_retention(day=DAY, now=now).counts == {"Comptes": 5}

    def test_a_purge_that_erases_nothing_is_a_fault_not_a_loop(self, now, watched, monkeypatch):
        monkeypatch.setattr("conum.commons.programme.operations.retention.BATCH", 2)
        people(now, 30, 31, 32)
        watched.erasing = lambda rows, now: None
        with pytest.raises(LookupError, match="gives again"):
            apply_retention(day=DAY, now=now)

    def test_the_jobs_run_for_their_day(self, now, watched):
        at = int(datetime.fromisoformat("2026-01-13T03:10:00+00:00").timestamp())
        jobs.preview(at)
        jobs.apply(at)
        assert set(RetentionRun.objects.values_list("kind", "day")) == {("dry", DAY), ("real", DAY)}


@pytest.mark.django_db
class TestTheCommand:
    def run(self, *words):
        said = StringIO()
        call_command("retention", *words, stdout=said)
        return said.getvalue()

    def test_it_prints_counts(self, now, watched):
        people(now, 40)
        assert "1  Comptes" in self.run("--dry-run", "--day", "2026-01-13")
        assert "Réel, 13/01/2026, lignes au total : 1" in self.run("--apply", "--day", "2026-01-13")

    def test_the_future_is_refused(self, watched):
        with pytest.raises(CommandError, match="avenir"):
            self.run("--apply", "--day", "2099-01-01")

    @pytest.mark.parametrize("words", [[], ["--dry-run", "--apply"]])
    def test_one_way_is_chosen(self, words):
        with pytest.raises(CommandError):
            self.run(*words)


@pytest.mark.django_db
def test_authors_leave_the_journal_after_three_years_and_the_chain_stays_whole(now):
    with transaction.atomic():
        write(now)
        write(now + timedelta(days=60))
    apply_retention(day=date(2029, 2, 1), now=now)
    assert ActorAlias.objects.count() == 1
    assert verify() == [] and JournalEntry.objects.filter(actor__isnull=False).count() == 2


@pytest.mark.django_db
def test_counters_of_attempts_go_when_their_window_is_over(now):
    assert allow("form:someone", limit=1, window=timedelta(hours=2), now=now)
    jobs.forget_attempts(int((now + timedelta(hours=1)).timestamp()))
    assert not allow("form:someone", limit=1, window=timedelta(hours=2), now=now)
    jobs.forget_attempts(int((now + timedelta(hours=3)).timestamp()))
    assert not AttemptCount.objects.exists()
