"""Who sets the scope of a coordinator, and what a coordinator does not read of the people it coordinates."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from conum.domains.recruitment.models import Leave
from conum.domains.recruitment.operations.coordination import ScopeTerms, set_scope
from conum.kernel.errors import PermissionRefused
from tests.domains.recruitment.test_coordination import NOW, colleague_contract, coordinator_contract, give
from tests.factories_accounts import make_organisation, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["prefecture", "national_admin", "paying_agent", "coordinator", "hub", "counsellor"])
def test_only_the_host_sets_a_scope(client, role):
    contract = coordinator_contract()
    actor = signed_in(client, role)
    assert client.get(reverse("recruitment:scope", args=[contract.pk])).status_code == 404
    with pytest.raises(PermissionRefused):
        set_scope(contract.pk, ScopeTerms("department"), actor, now=NOW)


def test_another_host_sets_nothing(client):
    contract = coordinator_contract()
    actor = signed_in(client, "host_manager", organisation=make_organisation())
    assert client.get(reverse("recruitment:scope", args=[contract.pk])).status_code == 404
    with pytest.raises(PermissionRefused):
        set_scope(contract.pk, ScopeTerms("department"), actor, now=NOW)


def test_the_contract_of_a_counsellor_has_no_scope(client):
    contract = colleague_contract()
    signed_in(client, "host_manager", organisation=contract.host)
    assert client.get(reverse("recruitment:scope", args=[contract.pk])).status_code == 404
    page = client.get(reverse("recruitment:contract", args=[contract.pk])).content.decode()
    assert "coordination" not in page


def test_a_coordinator_is_told_its_scope_but_does_not_set_it(client):
    contract = coordinator_contract()
    give(contract, "department")
    signed_in(client, "coordinator", contract.person, organisation=contract.host)
    page = client.get(reverse("recruitment:contract", args=[contract.pk])).content.decode()
    assert "Périmètre de coordination" in page and "Haute-Vienne" in page
    assert reverse("recruitment:scope", args=[contract.pk]) not in page


def test_PRI_12_a_coordinator_reads_no_pay_leave_nor_ending_of_its_team(client):
    contract, mate = coordinator_contract(), colleague_contract()
    days = {"starts_on": date(2022, 1, 3), "ends_on": date(2022, 2, 3), "created_at": NOW, "updated_at": NOW}
    for row in (contract, mate):
        Leave.objects.create(contract=row, **days)
    give(contract, "team", people=(mate.person_id,))
    signed_in(client, "coordinator", contract.person, organisation=contract.host)
    own = client.get(reverse("recruitment:contract", args=[contract.pk])).content.decode()
    theirs = client.get(reverse("recruitment:contract", args=[mate.pk])).content.decode()
    assert "Salaire brut mensuel" in own and "Congés" in own
    assert "Salaire brut mensuel" not in theirs and "Congés" not in theirs
