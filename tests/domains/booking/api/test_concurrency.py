"""Two real connections with one idempotency key: one booking, and both get it (BOO-12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from conum.domains.booking.models import Absence, ApiRequest, Appointment
from tests.domains.booking.api.conftest import Machine, asked, at
from tests.domains.booking.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)
KEY = {"HTTP_IDEMPOTENCY_KEY": "commande-17"}


def test_BOO_12_the_same_request_twice_at_once_books_once(desk: Any, site: Machine) -> None:
    body = asked(desk, at(desk, 9))
    first, second = at_once(*[lambda: site.post("rendez-vous", body, **KEY)] * 2)
    assert sorted((first.status_code, second.status_code)) == [200, 201]
    assert first.json() == second.json() and Appointment.objects.count() == ApiRequest.objects.count() == 1


def test_BOO_12_an_absence_too(desk: Any, site: Machine) -> None:
    start = at(desk, 9)
    end = (start + timedelta(hours=1)).isoformat()
    body = {"person_id": str(desk.person.pk), "starts_at": start.isoformat(), "ends_at": end}
    first, second = at_once(*[lambda: site.post("absences", body, **KEY)] * 2)
    assert sorted((first.status_code, second.status_code)) == [200, 201] and Absence.objects.count() == 1
