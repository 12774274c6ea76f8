"""Edge cases of sheet 02 section 12 about where a request is filed and who reads it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from conum.commons.territories.models import Commune, CommuneChange
from conum.domains.positions.operations.filing import file_request
from conum.domains.positions.permissions import requests_visible_to
from tests.domains.positions.test_requests import FILING, filing
from tests.factories_accounts import make_actor, make_organisation
from tests.factories_positions import make_host, make_request

pytestmark = pytest.mark.django_db
OLD, NEW = "87086", "87085"


def merge(day: date) -> None:
    """Merge a commune into another from this day."""
    Commune.objects.filter(pk=OLD).update(closed_on=day)
    CommuneChange.objects.create(old_code=OLD, commune_id=NEW, kind="merged", name="Linards", effective_on=day)


@pytest.mark.parametrize(("days", "code"), [(-1, NEW), (0, NEW), (1, OLD)])
def test_POS_05_a_request_is_filed_at_the_commune_of_the_day(now: datetime, days: int, code: str) -> None:
    merge(now.date() + timedelta(days=days))
    request = file_request(filing(organisation={"commune_id": OLD}), actor=None, now=now)
    assert request is not None and request.commune_id == code


def test_POS_05_a_merger_of_communes_is_not_a_move(now: datetime) -> None:
    host = make_host(OLD, siret=FILING.organisation["siret"])
    merge(now.date())
    file_request(filing(organisation={"commune_id": OLD}), actor=None, now=now)
    host.refresh_from_db()
    assert (host.commune_id, host.to_check) == (NEW, False)


def test_a_host_that_is_both_hub_and_network_reads_by_its_active_role() -> None:
    both = make_host(hub="hubik", network="familles_rurales")
    own, neighbour = make_request(both), make_request()
    member = make_request(make_host("35238", network="familles_rurales"))

    seen = {role: set(requests_visible_to(make_actor(role, organisation=both))) for role in ("hub", "network")}

    assert seen == {"hub": {own, neighbour}, "network": {own, member}}
    assert not requests_visible_to(make_actor("hub", organisation=make_organisation())).exists()
