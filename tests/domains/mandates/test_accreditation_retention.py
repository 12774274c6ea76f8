"""What is forgotten of applications, helpers and network addresses, and when (sheet 11)."""

from datetime import timedelta

import pytest
from django.db import transaction

from conum.commons.journal.models import JournalEntry
from conum.commons.journal.queries import verify
from conum.domains.mandates.models import AccreditationMessage, AccreditationRequest, EntryOrigin, Helper
from conum.domains.mandates.operations.tracing import trace
from conum.kernel.retention import PURGES
from tests.factories_accounts import make_organisation
from tests.factories_mandate_life import make_helper

pytestmark = pytest.mark.django_db
GIVEN = dict.fromkeys(
    ("terms_accepted", "data_officer_informed", "professionals_only", "no_elected_official", "no_volunteer"), True
)


def erased(name, now):
    purge = PURGES[name]
    rows = list(purge.due(purge.before(now.date())))
    purge.erasing(rows, now)
    return len(rows)


def draft(now, **fields):
    return AccreditationRequest.objects.create(
        answers={"issuer_email": "nadia.petit@example.org"}, created_at=now, updated_at=now, **fields
    )


def test_a_draft_not_confirmed_in_three_days_is_gone(now):
    draft(now - timedelta(days=5))
    kept = draft(now - timedelta(days=2))
    confirmed = draft(now - timedelta(days=5), confirmed_at=now)
    assert erased("mandates.AccreditationRequest/unconfirmed", now) == 1
    assert set(AccreditationRequest.objects.all()) == {kept, confirmed}


def test_a_confirmed_draft_is_gone_after_a_month(now):
    draft(now - timedelta(days=32), confirmed_at=now)
    assert erased("mandates.AccreditationRequest/draft", now) == 1 and not AccreditationRequest.objects.exists()


def test_a_refused_application_keeps_no_name_after_two_years(now):
    old = now - timedelta(days=740)
    found = draft(
        old, state="refused", decided_at=old, submitted_at=old, confirmed_at=old, organisation=make_organisation(),
        department_id="87", people_helped_a_year=3, issuer_email="nadia.petit@example.org", mission="Texte",
        decision_reason="Motif", **GIVEN,
    )  # fmt: skip
    found.people.create(part="lead", first_name="Lou", last_name="B", profession="x", email="lou.b@example.org")
    AccreditationMessage.objects.create(request=found, event="refuse", state="refused", body="Motif", at=old)
    assert erased("mandates.AccreditationRequest", now) == 1
    found.refresh_from_db()
    assert (found.issuer_email, found.mission, found.decision_reason, found.answers) == ("", "", "", {})
    assert not found.people.exists() and found.messages.get().body == "" and found.state == "refused"
    assert erased("mandates.AccreditationRequest", now) == 0


def test_a_helper_who_left_is_nameless_once_the_proof_is_over(now):
    helper = make_helper(now=now, state="left", left_at=now - timedelta(days=6 * 366))
    recent = make_helper(now=now, state="left", left_at=now - timedelta(days=400))
    assert erased("mandates.Helper", now) == 1
    helper.refresh_from_db()
    recent.refresh_from_db()
    assert (helper.first_name, helper.last_name, helper.person_id) == ("", "", None) and helper.anonymised_at
    assert helper.email.endswith("@compte.invalid") and str(helper) == "Aidant effacé" and recent.last_name
    assert not Helper.objects.filter(email=recent.email, anonymised_at__isnull=False).exists()


def test_addresses_are_only_a_hash_after_a_year_and_the_chain_has_not_moved(now):
    with transaction.atomic():
        old = trace("x", actor=None, subject=("a", "1"), now=now - timedelta(days=380), address="203.0.113.7")
        trace("x", actor=None, subject=("a", "2"), now=now, address="203.0.113.7")
    before = list(JournalEntry.objects.order_by("position").values_list("hash", flat=True))
    assert EntryOrigin.objects.get(pk=old.pk).address == "203.0.113.7"
    assert erased("mandates.EntryOrigin", now) == 1
    assert list(JournalEntry.objects.order_by("position").values_list("hash", flat=True)) == before
    assert verify() == [] and EntryOrigin.objects.count() == 1
    marks = {entry.payload["from"] for entry in JournalEntry.objects.all()}
    assert len(marks) == 1 and "203.0.113.7" not in str(marks)
