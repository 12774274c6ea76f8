"""What the database itself refuses (REC-24, REC-40 to REC-46, REC-53)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from conum.domains.recruitment.models import Candidate
from tests.factories_positions import make_attachment
from tests.factories_recruitment import make_candidate, make_contract, make_match, make_need

pytestmark = pytest.mark.django_db


def refused(constraint: str, make) -> None:
    """Expect this constraint to refuse what `make` does."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


def test_REC_24_a_pair_is_matched_once():
    match = make_match()
    refused("match_pair_once", lambda: make_match(match.candidate, match.need))


def test_REC_40_a_post_has_one_live_contract():
    contract = make_contract()
    other = make_match(need=contract.match.need)
    refused("contract_one_live_per_post", lambda: make_contract(other, contract.attachment))


def test_REC_41_a_person_has_one_live_contract():
    contract = make_contract()
    attachment = make_attachment(contract.host)
    later = {"starts_on": date(2024, 1, 1), "ends_on": date(2025, 12, 31)}
    refused("contract_one_live_per_person", lambda: make_contract(contract.match, attachment, **later))


def test_REC_42_a_contract_starts_on_or_after_the_last_end():
    first = make_contract(state="ended", ended_on=date(2022, 3, 31), assignment=None)
    refused("contract_never_two_at_once", lambda: make_contract(first.match, starts_on=date(2022, 3, 30)))
    assert make_contract(first.match, starts_on=date(2022, 3, 31)).pk


def test_REC_43_a_permanent_contract_has_no_end():
    refused("contract_permanent_has_no_end", lambda: make_contract(kind="permanent"))
    refused("contract_permanent_has_no_end", lambda: make_contract(kind="fixed_term", ends_on=None))


def test_REC_43_a_civil_servant_needs_no_end():
    assert make_contract(kind="civil_servant", ends_on=None).pk


def test_REC_44_a_salary_is_at_least_the_floor():
    refused("contract_salary_at_least_floor", lambda: make_contract(gross_monthly_salary=Decimal("1554.57")))


def test_REC_46_part_time_says_why():
    refused("contract_part_time_has_reason", lambda: make_contract(working_time=80))


def test_a_candidate_has_one_application_per_address():
    candidate = make_candidate()
    refused("candidate_one_per_email", lambda: make_candidate(email=candidate.email, state="unconfirmed", person=None))


def test_a_removed_candidate_keeps_no_name():
    candidate = make_candidate()
    refused(
        "candidate_removed_has_no_name",
        lambda: Candidate.objects.filter(pk=candidate.pk).update(state="removed"),
    )


def test_a_shortlist_has_its_clock():
    match = make_match(need=make_need())
    refused("match_shortlisted_has_its_clock", lambda: make_match(need=match.need, state="shortlisted", due_at=None))
