"""Citizens are forgotten in time, a proof outliving the rest (sheet 11)."""

from datetime import date, timedelta

import pytest

from conum.commons.beneficiaries import jobs, operations, queries
from conum.commons.beneficiaries.models import Beneficiary, FormerName, Identification
from conum.commons.journal.models import JournalEntry
from conum.kernel.retention import PURGES
from tests.factories_beneficiaries import make_beneficiary, make_identification

pytestmark = pytest.mark.django_db
NAMES = ("beneficiaries.Beneficiary/details", "beneficiaries.Beneficiary", "beneficiaries.Beneficiary/bound")


def run(day: date, now) -> list[int]:
    """Execute the three purges as the daily run does; returns how many rows each found."""
    counts = []
    for name in NAMES:
        purge = PURGES[name]
        rows = list(purge(purge.before(day)))
        purge.erasing(rows, now)
        assert not purge(purge.before(day)).exists()
        counts.append(len(rows))
    return counts


def test_a_citizen_without_proof_is_anonymous_after_a_year(now):
    kept = make_beneficiary(now=now)
    operations.meet(make_identification(now=now, family_name="MARTIN").pk, actor=None, now=now)
    assert run(now.date() + timedelta(days=364), now) == [0, 0, 0]
    assert run(now.date() + timedelta(days=366), now) == [0, 1, 0]
    kept.refresh_from_db()
    assert (kept.name, kept.subject_hash, kept.email, kept.phone, kept.birth) == ("", "", "", "", None)
    assert kept.anonymised_at == now and str(kept) == "usager anonymisé"
    assert not FormerName.objects.exists()
    assert JournalEntry.objects.get(action="anonymise").payload == {}


def test_a_proof_keeps_the_name_and_nothing_else_for_six_years_after_the_end(now):
    kept = make_beneficiary(now=now)
    end = now + timedelta(days=365)
    operations.follow(kept, until=end, bound=True, now=now)
    assert run(now.date() + timedelta(days=700), now) == [0, 0, 0]
    assert run(end.date() + timedelta(days=366), now) == [1, 0, 0]
    kept.refresh_from_db()
    assert kept.name == "Angela Claire DUBOIS" and (kept.birth, kept.email, kept.phone) == (None, "", "")
    assert queries.identity_of(kept).birth_date == ""
    assert run(date(end.year + 6, end.month, end.day), now) == [0, 0, 0]
    assert run(date(end.year + 6, end.month, end.day) + timedelta(days=1), now) == [0, 0, 1]
    kept.refresh_from_db()
    assert kept.name == ""


def test_a_new_mandate_only_ever_lengthens(now):
    kept = make_beneficiary(now=now)
    operations.follow(kept, until=now + timedelta(days=365), bound=True, now=now)
    operations.follow(kept, until=now + timedelta(days=1), bound=False, now=now)
    kept.refresh_from_db()
    assert (kept.active_until, kept.bound) == (now + timedelta(days=365), True)


def test_an_anonymous_row_is_met_again_as_somebody_new(now):
    old = make_beneficiary(now=now)
    operations.anonymise([old.pk], now=now)
    operations.anonymise([old.pk], now=now)
    again = make_beneficiary(now=now)
    assert again.pk != old.pk and Beneficiary.objects.count() == 2


def test_identifications_that_led_nowhere_are_swept(now, monkeypatch):
    make_identification(now=now)
    assert operations.sweep(now=now + timedelta(minutes=19)) == 0
    monkeypatch.setattr(jobs.timezone, "now", lambda: now + timedelta(minutes=20))
    jobs.sweep(timestamp=0)
    assert not Identification.objects.exists()
