"""Two people at the same instant, on two real connections: one wins, the other reads why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection

from conum.domains.recruitment.models import EmploymentContract
from conum.domains.recruitment.operations import shortlists
from conum.domains.recruitment.operations.contracts import ContractTerms, enter_contract
from conum.kernel.errors import ConumError
from tests.factories_accounts import make_actor
from tests.factories_positions import make_attachment
from tests.factories_recruitment import SUMMER, make_candidate, make_match, make_need

pytestmark = pytest.mark.django_db(transaction=True)
TERMS = ContractTerms(
    kind="fixed_term",
    starts_on=date(2021, 7, 1),
    ends_on=date(2023, 6, 30),
    gross_monthly_salary=Decimal("1800"),
    manager_first_name="Dominique",
    manager_last_name="Petit",
    manager_function="Directrice",
    manager_email="d.petit@example.org",
)


def at_once(*acts) -> list[str]:
    """Run the acts together; return "done" or the refusal of each."""
    barrier, said = Barrier(len(acts)), [""] * len(acts)

    def run(place: int) -> None:
        barrier.wait()
        try:
            acts[place]()
            said[place] = "done"
        except ConumError as refusal:
            said[place] = getattr(refusal, "rule_id", type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(said)


def entering(match):
    manager = make_actor("host_manager", organisation=match.need.host)
    return lambda: enter_contract(match.pk, TERMS, manager, now=SUMMER)


def test_REC_41_two_hosts_select_the_same_candidate():
    candidate = make_candidate()
    matches = [make_match(candidate, make_need(make_attachment()), state="shortlisted") for _ in range(2)]
    assert at_once(*map(entering, matches)) == ["REC-41", "done"]
    assert EmploymentContract.objects.count() == 1


def test_REC_40_two_contracts_for_the_last_vacant_post():
    need = make_need()
    matches = [make_match(make_candidate(), need, state="shortlisted") for _ in range(2)]
    assert at_once(*map(entering, matches)) == ["REC-40", "done"]


def test_REC_33_the_last_place_on_a_candidates_shortlists():
    candidate = make_candidate()
    for _ in range(2):
        make_match(candidate, make_need(make_attachment()), state="shortlisted")
    last = [make_match(candidate, make_need(make_attachment())) for _ in range(2)]
    managers = [make_actor("host_manager", organisation=match.need.host) for match in last]
    acts = [
        lambda m=match, a=actor: shortlists.shortlist(m.pk, a, now=SUMMER)
        for match, actor in zip(last, managers, strict=True)
    ]
    assert at_once(*acts) == ["REC-33", "done"]
