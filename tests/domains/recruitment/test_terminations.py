"""Ends of contracts: terminations, terms, changes, leaves (REC-50 to REC-57)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conum.commons.messaging.models import OutboxMessage
from conum.domains.recruitment.models import EmploymentContract, HostNeed
from conum.domains.recruitment.operations import changes, leaves, terminations
from conum.domains.recruitment.operations.changes import ChangeTerms
from conum.domains.recruitment.operations.matching import refresh_for_host
from conum.domains.recruitment.operations.needs import refresh_needs
from conum.kernel.errors import ConumError
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor, make_membership
from tests.factories_recruitment import A_PDF, make_contract

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 3, 15, 9, 0, tzinfo=UTC)
LATER = datetime(2022, 4, 1, 9, 0, tzinfo=UTC)
END = date(2022, 3, 31)


def pdf():
    return SimpleUploadedFile("lettre.pdf", A_PDF)


@pytest.fixture
def contract():
    made = make_contract(state="active")
    made.candidate.state = "hired"
    made.candidate.save()
    make_membership("counsellor", made.person, organisation=made.host)
    return made


@pytest.fixture
def manager(contract):
    return make_actor("host_manager", organisation=contract.host)


@pytest.fixture
def admin():
    return make_actor("national_admin")


def declare(contract, manager, ends_on=END, reason="resignation", **options):
    return terminations.declare_termination(contract.pk, ends_on, reason, manager, now=NOW, **options)


def refused(rule_id, act):
    with pytest.raises(RuleBroken) as refusal:
        act()
    assert refusal.value.rule_id == rule_id


@pytest.mark.parametrize("day", [date(2021, 6, 30), date(2023, 7, 1)])
def test_REC_50_the_date_lies_within_the_contract(contract, manager, day):
    refused("REC-50", lambda: declare(contract, manager, day))


def test_REC_50_validation_waits_until_the_date_has_passed(contract, manager, admin):
    declare(contract, manager, evidence=pdf(), evidence_kind="resignation_letter")
    refused("REC-50", lambda: terminations.validate_termination(contract.pk, admin, now=NOW))


def test_REC_51_the_reason_is_one_of_the_list(contract, manager):
    refused("REC-51", lambda: declare(contract, manager, reason="pregnancy"))


def test_REC_52_without_its_document_the_post_stays_filled(contract, manager, admin):
    declare(contract, manager)
    refused("REC-52", lambda: terminations.validate_termination(contract.pk, admin, now=LATER))
    refresh_needs([contract.host_id], now=LATER)
    assert HostNeed.objects.get(host=contract.host).vacant_posts == 0
    terminations.add_termination_evidence(contract.pk, pdf(), "resignation_letter", manager, now=LATER)
    terminations.validate_termination(contract.pk, admin, now=LATER)


def test_REC_53_no_termination_while_a_renewal_is_open(contract, manager):
    changes.ask_change(contract.pk, renewal(), manager, now=NOW)
    refused("REC-53", lambda: declare(contract, manager))
    refused("REC-53", lambda: changes.ask_change(contract.pk, renewal(), manager, now=NOW))


def test_REC_54_termination_makes_the_post_vacant_and_the_person_available(contract, manager, admin):
    declare(contract, manager, evidence=pdf(), evidence_kind="resignation_letter")
    terminations.validate_termination(contract.pk, admin, now=LATER)
    refresh_for_host(contract.host_id, now=LATER)
    contract.refresh_from_db()
    assert (contract.state, contract.ended_on, contract.assignment.ends_on) == ("terminated", END, END)
    assert (contract.candidate.state, contract.candidate.available_from) == ("available", date(2022, 4, 1))
    assert HostNeed.objects.get(host=contract.host).vacant_posts == 1
    assert not contract.person.memberships.filter(role="counsellor", ends_on=None).exists()


def test_REC_54_a_termination_taken_back_lets_the_contract_go_on(contract, manager):
    declare(contract, manager)
    terminations.withdraw_termination(contract.pk, manager, now=NOW)
    contract.refresh_from_db()
    assert contract.state == "active"
    assert declare(contract, manager).state == "submitted"


def test_REC_54_the_host_reads_that_unjustified_sums_are_returned(contract, manager, admin):
    contract.host.contact_email = "direction@example.org"
    contract.host.save()
    declare(contract, manager, evidence=pdf(), evidence_kind="resignation_letter")
    terminations.validate_termination(contract.pk, admin, now=LATER)
    (mail,) = OutboxMessage.objects.filter(text__contains="pas justifiées par du temps de présence sont à rendre")
    assert mail.to == manager_mail(contract)


def manager_mail(contract):
    return contract.host.memberships.get(role="host_manager").person.email


def test_REC_55_a_leave_keeps_dates_only_and_never_overlaps(contract, manager):
    leave = leaves.record_leave(contract.pk, date(2022, 1, 3), date(2022, 2, 3), manager, now=NOW)
    assert leave.contract.state == "active"
    with pytest.raises(ConumError, match="déjà"):
        leaves.record_leave(contract.pk, date(2022, 2, 1), None, manager, now=NOW)
    refused("REC-55", lambda: leaves.record_leave(contract.pk, date(2020, 1, 1), None, manager, now=NOW))


def test_REC_56_the_host_reads_that_a_replacement_has_a_delay(contract, manager, admin):
    contract.host.contact_email = "direction@example.org"
    contract.host.save()
    declare(contract, manager, evidence=pdf(), evidence_kind="resignation_letter")
    terminations.validate_termination(contract.pk, admin, now=LATER)
    assert OutboxMessage.objects.filter(text__contains="remplaçant doit être en poste").exists()


def test_the_term_ends_the_contract_the_day_after(contract):
    last_day = datetime(2023, 6, 30, 9, 0, tzinfo=UTC)
    assert terminations.due_contracts(last_day.date()) == []
    assert not terminations.end_contract(contract.pk, now=last_day)
    day_after = datetime(2023, 7, 1, 9, 0, tzinfo=UTC)
    assert terminations.due_contracts(day_after.date()) == [contract.pk]
    assert terminations.end_contract(contract.pk, now=day_after)
    assert not terminations.end_contract(contract.pk, now=day_after)
    assert EmploymentContract.objects.get().state == "ended"


def renewal(**changed):
    terms = {"kind": "renewal", "new_end": date(2024, 6, 30), "new_salary": Decimal("1800"), "new_kind": "fixed_term"}
    return ChangeTerms(**{**terms, "new_start": date(2023, 7, 1), **changed})


def test_an_extension_moves_the_end(contract, manager, admin):
    terms = ChangeTerms("extension", date(2023, 12, 31), Decimal("1800"))
    change = changes.ask_change(contract.pk, terms, manager, now=NOW)
    changes.accept_change(change.pk, admin, now=NOW)
    assert EmploymentContract.objects.get().ends_on == date(2023, 12, 31)


def test_REC_53_an_extension_goes_beyond_the_end_and_pays_the_floor(contract, manager):
    early = ChangeTerms("extension", date(2023, 6, 30), Decimal("1800"))
    refused("REC-53", lambda: changes.ask_change(contract.pk, early, manager, now=NOW))
    poor = ChangeTerms("extension", date(2023, 12, 31), Decimal("1747.19"))
    refused("REC-44", lambda: changes.ask_change(contract.pk, poor, manager, now=NOW))


def test_a_renewal_follows_on_the_same_post_and_keeps_accesses(contract, manager, admin):
    refused("REC-42", lambda: changes.ask_change(contract.pk, renewal(new_start=date(2023, 6, 30)), manager, now=NOW))
    change = changes.ask_change(contract.pk, renewal(), manager, now=NOW)
    new = changes.accept_change(change.pk, admin, now=NOW)
    contract.refresh_from_db()
    assert (contract.state, contract.ended_on) == ("ended", date(2023, 6, 30))
    assert (new.state, new.attachment, new.assignment.starts_on) == ("active", contract.attachment, date(2023, 7, 1))
    assert contract.person.memberships.filter(role="counsellor", ends_on=None).exists()


def test_a_refused_change_says_why(contract, manager, admin):
    change = changes.ask_change(contract.pk, renewal(), manager, now=NOW)
    with pytest.raises(ConumError):
        changes.refuse_change(change.pk, " ", admin, now=NOW)
    changes.refuse_change(change.pk, "Enveloppe épuisée", admin, now=NOW)
    assert declare(contract, manager).pk
