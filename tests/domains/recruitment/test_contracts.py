"""Contracts: what is refused at entry, what validation does, cancellation (REC-40 to REC-46)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conum.domains.positions.models import PostAttachment
from conum.domains.recruitment.models import Match
from conum.domains.recruitment.operations import contracts
from conum.domains.recruitment.operations.contracts import ContractTerms, floor_on
from conum.domains.recruitment.operations.matching import refresh_for_candidate
from conum.domains.recruitment.rules.contracts import permanent_of_the_host_gets_a_rider
from conum.kernel.errors import ConumError, PermissionRefused
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor
from tests.factories_positions import make_attachment
from tests.factories_recruitment import A_PDF, SUMMER, make_candidate, make_contract, make_match, make_need

pytestmark = pytest.mark.django_db
TERMS = ContractTerms(
    kind="fixed_term",
    starts_on=date(2021, 7, 1),
    ends_on=date(2023, 6, 30),
    gross_monthly_salary=Decimal("1554.58"),
    manager_first_name="Dominique",
    manager_last_name="Petit",
    manager_function="Directrice",
    manager_email="d.petit@example.org",
)
PDF = SimpleUploadedFile("preuve.pdf", A_PDF)


@pytest.fixture
def match():
    return make_match(state="shortlisted")


@pytest.fixture
def manager(match):
    return make_actor("host_manager", organisation=match.need.host)


def enter(match, manager, now=SUMMER, **changed):
    part_time_evidence = changed.pop("part_time_evidence", None)
    terms = replace(TERMS, **changed)
    return contracts.enter_contract(match.pk, terms, manager, now=now, part_time_evidence=part_time_evidence)


def refused(rule_id, match, manager, **changed):
    with pytest.raises(RuleBroken) as refusal:
        enter(match, manager, **changed)
    assert refusal.value.rule_id == rule_id
    return refusal.value


def test_a_contract_takes_a_vacant_post_and_selects_the_candidate(match, manager):
    contract = enter(match, manager)
    assert (contract.state, contract.attachment.host) == ("submitted", match.need.host)
    assert Match.objects.get(pk=match.pk).state == "selected"


def test_REC_40_hiring_needs_a_vacant_post(match, manager):
    enter(match, manager)
    error = refused("REC-40", make_match(need=match.need, state="shortlisted"), manager)
    assert "postes tenus : 1, contrats : 1" in error.message


def test_REC_40_a_post_given_back_on_a_day_to_come_takes_no_contract(match, manager):
    PostAttachment.objects.filter(host=match.need.host).update(ends_on=date(2022, 12, 31))
    assert "postes tenus : 0" in refused("REC-40", match, manager).message


def test_REC_40_the_kind_of_post_is_the_contracts(match, manager):
    refused("REC-40", match, manager, coordinator=True)


def test_REC_41_a_person_has_one_contract_at_a_time(match, manager):
    enter(match, manager)
    other_need = make_need(make_attachment())
    other = make_match(match.candidate, other_need, state="shortlisted")
    refused("REC-41", other, make_actor("host_manager", organisation=other_need.host))


@pytest.mark.parametrize(("day", "allowed"), [(date(2021, 8, 30), False), (date(2021, 8, 31), True)])
def test_REC_42_a_contract_starts_on_or_after_the_last_end(match, manager, day, allowed):
    ended = make_contract(
        make_match(match.candidate, make_need(make_attachment())), state="ended", ended_on=date(2021, 8, 31)
    )
    assert ended.person == match.candidate.person
    if allowed:
        assert enter(match, manager, starts_on=day).pk
    else:
        assert "31/08/2021" in refused("REC-42", match, manager, starts_on=day).message


def test_REC_43_a_permanent_contract_has_no_end(match, manager):
    assert refused("REC-43", match, manager, kind="permanent").field == "ends_on"
    refused("REC-43", match, manager, ends_on=None)
    refused("REC-43", match, manager, ends_on=date(2021, 6, 30))
    assert enter(match, manager, kind="permanent", ends_on=None).pk


def test_REC_44_one_cent_under_the_minimum_wage_is_refused_with_the_sentence(match, manager):
    error = refused("REC-44", match, manager, gross_monthly_salary=Decimal("1554.57"))
    assert error.field == "gross_monthly_salary"
    assert "1\u00a0554,57" in error.message and "1\u00a0554,58" in error.message and "01/07/2021" in error.message


def test_REC_44_the_wage_is_that_of_the_first_day(match, manager):
    refused("REC-44", match, manager, starts_on=date(2021, 10, 1), gross_monthly_salary=Decimal("1589.46"))
    assert enter(match, manager, starts_on=date(2021, 9, 30), gross_monthly_salary=Decimal("1554.58")).pk
    assert floor_on(date(2021, 10, 1), 80) == Decimal("1271.58")


def test_REC_45_somebody_permanent_in_the_host_gets_a_rider():
    assert not permanent_of_the_host_gets_a_rider(True, "fixed_term")
    assert permanent_of_the_host_gets_a_rider(True, "rider")
    assert permanent_of_the_host_gets_a_rider(False, "fixed_term")


def test_REC_46_part_time_needs_its_reason_and_its_evidence(match, manager):
    refused("REC-46", match, manager, working_time=80)
    refused("REC-46", match, manager, working_time=80, part_time_reason="parental")
    contract = enter(
        match,
        manager,
        working_time=80,
        part_time_reason="parental",
        part_time_evidence=PDF,
        gross_monthly_salary=Decimal("1243.66"),
    )
    assert (contract.wage_floor, contract.part_time_evidence.key_id != "") == (Decimal("1243.66"), True)


def test_validation_does_everything_at_once(match, manager):
    other = make_match(match.candidate, make_need(make_attachment()))
    contract = enter(match, manager)
    admin = make_actor("national_admin")
    with pytest.raises(ConumError, match="pièces"):
        contracts.validate_contract(contract.pk, False, admin, now=SUMMER)
    contracts.validate_contract(contract.pk, True, admin, now=SUMMER)
    refresh_for_candidate(match.candidate_id, now=SUMMER)
    contract.refresh_from_db()
    match.candidate.refresh_from_db()
    assert (contract.state, contract.assignment.starts_on) == ("active", date(2021, 7, 1))
    assert match.candidate.state == "hired"
    assert contract.person.memberships.filter(role="counsellor", organisation=contract.host).exists()
    assert set(Match.objects.values_list("pk", "state", "reason")) == {
        (match.pk, "hired", ""),
        (other.pk, "withdrawn", "hired_elsewhere"),
    }


def test_a_paying_agent_validates_too_but_not_a_host(match, manager):
    contract = enter(match, manager)
    with pytest.raises(PermissionRefused):
        contracts.validate_contract(contract.pk, True, manager, now=SUMMER)
    assert contracts.validate_contract(contract.pk, True, make_actor("paying_agent"), now=SUMMER).state == "active"


def test_cancelling_puts_the_candidate_back_on_the_shortlist(match, manager):
    contract = enter(match, manager)
    with pytest.raises(ConumError, match="motif"):
        contracts.cancel_contract(contract.pk, "", make_actor("national_admin"), now=SUMMER)
    contracts.cancel_contract(contract.pk, "", manager, now=SUMMER)
    assert Match.objects.get(pk=match.pk).state == "shortlisted"
    assert enter(match, manager).pk


def test_REC_57_a_counsellor_hired_elsewhere_keeps_history(match, manager):
    elsewhere = make_match(match.candidate, make_need(make_attachment()))
    first = make_contract(elsewhere, state="ended", starts_on=date(2021, 5, 1), ended_on=date(2021, 6, 30))
    second = enter(match, manager)
    assert first.host != second.host and second.person.pk == first.person.pk


def test_REC_42_the_same_host_hires_again_the_day_after(match, manager):
    past = make_contract(match, state="terminated", ended_on=date(2021, 6, 30), starts_on=date(2021, 6, 1))
    contract = enter(match, manager, starts_on=date(2021, 7, 1))
    done = contracts.validate_contract(contract.pk, True, make_actor("national_admin"), now=SUMMER)
    assert done.assignment.starts_on == date(2021, 7, 1) and past.host == done.host


def test_an_unconfirmed_candidate_is_not_hired(manager, match):
    unconfirmed = make_candidate(state="unconfirmed", email="nouveau@example.org", person=None)
    with pytest.raises(ConumError):
        enter(make_match(unconfirmed, match.need, state="shortlisted"), manager, now=datetime(2021, 6, 9, tzinfo=UTC))
