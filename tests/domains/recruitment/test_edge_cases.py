"""Edge cases of sheet 02 section 12 that belong to recruitment."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conum.commons.territories.models import Commune
from conum.domains.recruitment.models import HostNeed, Match
from conum.domains.recruitment.operations import removals, terminations
from conum.domains.recruitment.operations.matching import refresh_for_host
from conum.kernel.errors import ConumError
from tests.factories_accounts import make_actor, make_membership
from tests.factories_positions import make_attachment, make_host
from tests.factories_recruitment import SUMMER, make_candidate, make_contract, make_match

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 3, 15, 9, 0, tzinfo=UTC)


def test_a_post_transferred_while_a_termination_is_open_stops_its_withdrawal():
    contract = make_contract(state="active")
    manager = make_actor("host_manager", organisation=contract.host)
    terminations.declare_termination(contract.pk, date(2022, 3, 1), "resignation", manager, now=NOW)
    contract.assignment.ends_on = date(2022, 3, 1)
    contract.assignment.save()
    contract.attachment.ends_on = date(2022, 3, 10)
    contract.attachment.save()
    with pytest.raises(ConumError, match="plus rattaché"):
        terminations.withdraw_termination(contract.pk, manager, now=NOW)


def test_a_candidate_deleted_while_shortlisted_frees_the_shortlist_and_tells_the_host():
    match = make_match(state="shortlisted")
    make_membership("host_manager", organisation=match.need.host)
    admin = make_actor("national_admin")
    removals.remove_by_admin(match.candidate_id, "not_interested", match.candidate.email, admin, now=SUMMER)
    assert (Match.objects.get().state, Match.objects.get().reason) == ("withdrawn", "removed")


def test_a_candidate_deleted_with_a_contract_to_validate_frees_the_post():
    contract = make_contract()
    admin = make_actor("national_admin")
    removals.remove_by_admin(contract.candidate_id, "other", contract.candidate.email, admin, now=SUMMER)
    contract.refresh_from_db()
    assert contract.state == "cancelled"


def test_a_candidate_who_is_also_a_host_manager_is_matched_like_anybody():
    host = make_attachment().host
    candidate = make_candidate()
    make_membership("host_manager", candidate.person, organisation=host)
    refresh_for_host(host.pk, now=SUMMER)
    assert Match.objects.get().candidate == candidate


def test_saint_martin_matches_inside_itself():
    commune = Commune.objects.filter(department_id="978").first()
    host = make_attachment(make_host(commune.pk, latitude=18.07, longitude=-63.08)).host
    inside = make_candidate(commune.pk, latitude=18.08, longitude=-63.05, mobility_km=2000)
    make_candidate("97120", mobility_km=2000)
    refresh_for_host(host.pk, now=SUMMER)
    assert HostNeed.objects.get(host=host).zone == "978"
    assert set(Match.objects.values_list("candidate", flat=True)) == {inside.pk}


def test_two_branches_of_one_siret_have_needs_of_their_own():
    first = make_host()
    second = make_host(siret=first.siret, branch_name="Antenne nord")
    for host in (first, second):
        refresh_for_host(make_attachment(host).host.pk, now=SUMMER)
    assert HostNeed.objects.count() == 2
