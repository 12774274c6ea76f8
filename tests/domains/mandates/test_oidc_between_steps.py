"""Whatever ends between any two steps of a round trip, the next step is refused, with the error of the standard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conum.commons.accounts.enums import Role
from conum.domains.mandates.models import Procedure, Use
from conum.domains.mandates.operations import accreditations, revoking, team
from conum.domains.mandates.operations.oidc_clients import set_open
from tests.domains.mandates.oidc import BACK, Trip, answered, error_of, make_trip
from tests.factories_accounts import make_actor
from tests.factories_accreditation import lead_actor, make_lead
from tests.factories_mandate_life import actor_for

pytestmark = pytest.mark.django_db
End = Callable[[Trip, pytest.MonkeyPatch], Any]


def revoked_by_citizen(trip: Trip, _patch: pytest.MonkeyPatch) -> None:
    citizen, mandate = trip.mandate.beneficiary_id, trip.mandate.pk
    revoking.revoke_by_citizen(citizen, mandate, None, now=timezone.now(), address=None)


def group_revoked_by_helper(trip: Trip, _patch: pytest.MonkeyPatch) -> None:
    revoking.revoke(trip.mandate.pk, ["money"], actor=actor_for(trip.helper), now=timezone.now())


def over(trip: Trip, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(timezone, "now", lambda: trip.mandate.expires_at)


def helper_suspended(trip: Trip, _patch: pytest.MonkeyPatch) -> None:
    lead = make_lead(trip.helper.accreditation, now=timezone.now())
    team.suspend(trip.helper.pk, actor=lead_actor(lead), now=timezone.now())


def accreditation_ended(trip: Trip, _patch: pytest.MonkeyPatch) -> None:
    admin = make_actor(Role.NATIONAL_ADMIN)
    accreditations.end(trip.helper.accreditation_id, "La structure a fermé.", actor=admin, now=timezone.now())


def service_closed(trip: Trip, _patch: pytest.MonkeyPatch) -> None:
    set_open(trip.relying_party.pk, False, actor=None, now=timezone.now())


ENDS: tuple[End, ...] = (
    revoked_by_citizen, group_revoked_by_helper, over, helper_suspended, accreditation_ended, service_closed,
)  # fmt: skip


@pytest.fixture
def trip(client: Client) -> Trip:
    return make_trip(client)


@pytest.fixture(params=ENDS, ids=lambda end: end.__name__)
def end(request: pytest.FixtureRequest, trip: Trip, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes it happen."""
    return lambda: request.param(trip, monkeypatch)


def no_code(answer: Any) -> None:
    """Neither a code nor a row that could give one."""
    assert not (answer.status_code == 302 and answer["Location"].startswith(BACK)), answer["Location"]
    assert answer.status_code in (302, 403, 404, 422) and not Procedure.objects.exists()


def test_MAN_30_between_the_request_and_the_choice(trip: Trip, end: Callable[[], None]) -> None:
    address = trip.authorize()["Location"]
    end()
    no_code(trip.choose(address))


def test_MAN_30_between_the_choice_shown_and_the_choice_made(trip: Trip, end: Callable[[], None]) -> None:
    address = trip.authorize()["Location"]
    assert "Argent" in trip.client.get(f"{address}{trip.mandate.beneficiary_id}/").content.decode()
    end()
    no_code(trip.choose(address))


def test_MAN_30_between_the_code_and_the_token(trip: Trip, end: Callable[[], None]) -> None:
    code = trip.code()
    end()
    answer = trip.exchange(code)
    found = (answer.status_code, error_of(answer))
    assert found == ((401, "invalid_client") if trip.closed else (400, "invalid_grant"))


@pytest.mark.parametrize("read", [0, 2])
def test_MAN_30_between_the_token_and_the_identity(trip: Trip, end: Callable[[], None], read: int) -> None:
    token = trip.tokens()["access_token"]
    assert [trip.userinfo(token).status_code for _time in range(read)] == [200] * read
    end()
    answer = trip.userinfo(token)
    assert (answer.status_code, error_of(answer)) == (401, "invalid_token")
    assert Use.objects.count() == min(read, 1)


def test_a_helper_left_without_mandate_gives_up_and_the_service_is_told(trip: Trip, monkeypatch: Any) -> None:
    address = trip.authorize()["Location"]
    revoked_by_citizen(trip, monkeypatch)
    assert "Aucun mandat en cours" in trip.client.get(address).content.decode()
    said = answered(trip.client.post(f"{address}renoncer/"))
    assert (said["error"], said["state"]) == ("access_denied", trip.state)


def test_a_journey_older_than_twenty_minutes_is_over(trip: Trip, monkeypatch: Any) -> None:
    address, later = trip.authorize()["Location"], timezone.now() + timedelta(minutes=21)
    monkeypatch.setattr(timezone, "now", lambda: later)
    no_code(trip.choose(address))
    assert "recommencez" in trip.choose(address).content.decode().lower()
