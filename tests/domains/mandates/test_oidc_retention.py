"""What is forgotten of acts in somebody's name, and when: by the job of each hour, and with the time of proof."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conum.commons.journal.models import JournalEntry
from conum.commons.journal.queries import verify
from conum.domains.mandates.jobs import oidc as jobs
from conum.domains.mandates.models import Procedure, Use
from conum.kernel.retention import PURGES
from tests.domains.mandates.oidc import Trip, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(client: Client) -> Trip:
    """A round trip, the identity read."""
    trip = make_trip(client)
    assert trip.userinfo(trip.tokens()["access_token"]).status_code == 200
    return trip


def test_codes_and_tokens_are_gone_after_a_day_and_the_use_stays(used: Trip) -> None:
    now = timezone.now()
    jobs.sweep_procedures(timestamp=int((now + timedelta(hours=23)).timestamp()))
    assert Procedure.objects.count() == 1
    jobs.sweep_procedures(timestamp=int((now + timedelta(hours=25)).timestamp()))
    assert not Procedure.objects.exists() and Use.objects.count() == 1


def due(day: Any) -> list[Use]:
    """What the purge finds on a day."""
    purge = PURGES["mandates.Use"]
    return list(purge(purge.before(day)))


def test_a_use_is_gone_six_years_after_the_end_of_its_mandate_and_the_chain_has_not_moved(used: Trip) -> None:
    end: datetime = used.mandate.expires_at
    six_years = end.date().replace(year=end.year + 6)
    assert not due(six_years)
    rows = due(six_years + timedelta(days=1))
    assert [row.helper_id for row in rows] == [used.helper.person_id]
    lines = JournalEntry.objects.filter(action="authorisation.use").count()
    PURGES["mandates.Use"].erasing(rows, timezone.now())
    assert not Use.objects.exists() and not due(six_years + timedelta(days=1))
    assert JournalEntry.objects.filter(action="authorisation.use").count() == lines == 1 and verify() == []
