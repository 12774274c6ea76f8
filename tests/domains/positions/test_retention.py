"""What positions keeps no longer is gone, and only that (sheet 11)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from conum.commons.accounts.models import Actor
from conum.domains.positions.models import HostRequest, HostRequestDraft, OpeningInterest
from conum.domains.positions.operations.decisions import Verdict, decide
from conum.domains.positions.operations.drafts import register_interest, save_draft
from conum.kernel.retention import PURGES
from tests.factories_positions import SPRING, make_attachment, make_opinion, make_request

pytestmark = pytest.mark.django_db


def run(name: str, day: date) -> int:
    """Apply one purge as the nightly run does; returns how many rows were over."""
    found = PURGES[name]
    rows = list(found(found.before(day)))
    assert found.erasing is not None
    found.erasing(rows, datetime(day.year, day.month, day.day, 3, tzinfo=UTC))
    return len(rows)


def test_POS_07_an_unconfirmed_request_is_deleted_in_time() -> None:
    make_request(state="unconfirmed")
    kept = make_request()

    assert run("positions.HostRequest/unconfirmed", SPRING.date() + timedelta(days=179)) == 0
    assert run("positions.HostRequest/unconfirmed", SPRING.date() + timedelta(days=182)) == 1
    assert list(HostRequest.objects.all()) == [kept]


def test_the_people_of_a_refused_request_are_erased_after_two_years(admin: Actor, now: datetime) -> None:
    request = make_request()
    make_opinion(request, comment="Madame Petit n'a pas de local.")
    refusal = Verdict("refused", refusal_reason="relevance", observation="Madame Petit rappellera.")
    decide(request.pk, refusal, actor=admin, now=now)
    granted = make_attachment().request

    assert run("positions.HostRequest", date(2023, 4, 1)) == 0
    assert run("positions.HostRequest", date(2023, 4, 8)) == 1
    assert run("positions.HostRequest", date(2023, 4, 9)) == 0  # a second run finds nothing more

    request.refresh_from_db()
    assert (request.contact_last_name, request.contact_email, request.state) == ("", "", "refused")
    assert "Petit" not in request.opinions.get().comment + request.decisions.get().observation
    assert not any(step.note for step in request.steps.all())
    granted.refresh_from_db()
    assert granted.contact_last_name == "Petit"


def test_drafts_and_addresses_are_deleted(now: datetime) -> None:
    save_draft(None, "contact", {"contact_email": "a@example.org"}, actor=None, now=now)
    register_interest("a@example.org", "Asso", "private", now=now)
    register_interest("A@example.org", "Asso", "private", now=now)
    assert OpeningInterest.objects.count() == 1

    assert run("positions.HostRequestDraft", date(2021, 12, 1)) == 1
    assert run("positions.OpeningInterest", date(2023, 4, 8)) == 1
    assert not HostRequestDraft.objects.exists()
