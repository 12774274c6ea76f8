"""The states tables of sheet 02 sections 6 to 8, line by line, and what lists export."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conum.domains.recruitment.enums import CandidateState, ContractState, MatchState
from conum.domains.recruitment.web import tables
from conum.domains.recruitment.workflow import CANDIDATE, CONTRACT, MATCH
from conum.kernel.workflow import TransitionRefused
from tests.factories_accounts import signed_in
from tests.factories_recruitment import make_contract, make_match

MATCH_TABLE = {
    "shortlist": ("proposed", "shortlisted"),
    "not_retain": ("proposed shortlisted", "declined_by_host"),
    "decline": ("proposed shortlisted", "declined_by_candidate"),
    "undo": ("shortlisted declined_by_host", "proposed"),
    "select": ("shortlisted", "selected"),
    "unselect": ("selected", "shortlisted"),
    "hire": ("selected", "hired"),
    "withdraw": ("proposed shortlisted declined_by_host declined_by_candidate", "withdrawn"),
    "expire": ("shortlisted", "expired"),
}
CONTRACT_TABLE = {
    "validate": ("submitted", "active"),
    "cancel": ("submitted", "cancelled"),
    "ask_extension": ("active", "active"),
    "ask_renewal": ("active", "active"),
    "declare_termination": ("active", "termination_submitted"),
    "withdraw_termination": ("termination_submitted", "active"),
    "validate_termination": ("termination_submitted", "terminated"),
    "end": ("active", "ended"),
}
CANDIDATE_TABLE = {
    "confirm": ("unconfirmed", "available"),
    "pause": ("available", "unavailable"),
    "resume": ("unavailable", "available"),
    "release": ("hired", "available"),
    "remove": ("unconfirmed available unavailable hired", "removed"),
}
LINES = [
    (workflow, states, name, sources.split(), target)
    for workflow, states, table in (
        (MATCH, MatchState, MATCH_TABLE),
        (CONTRACT, ContractState, CONTRACT_TABLE),
        (CANDIDATE, CandidateState, CANDIDATE_TABLE),
    )
    for name, (sources, target) in table.items()
]


@pytest.mark.parametrize(("workflow", "states", "name", "sources", "target"), LINES)
def test_each_line_of_the_table_and_no_other_source(workflow, states, name, sources, target):
    for state in states.values:
        if state in sources:
            assert workflow.target(state, name) == target
        else:
            with pytest.raises(TransitionRefused):
                workflow.target(state, name)


@pytest.mark.django_db
def test_the_pool_is_exported_in_the_known_columns_without_contacts_before_the_shortlist(client):
    match = make_match()
    signed_in(client, "host_manager", organisation=match.need.host)
    page = client.get(reverse("recruitment:pool"), {"export": "csv"})
    lines = b"".join(page.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"Nom";"Prénom";"Email";"Code postal";"CCP1";"Expérience";"Pix";"CV"')
    assert match.candidate.email not in lines[1] and '"Sacha"' in lines[1]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["contracts", "hires"])
def test_contracts_are_exported_without_salary(client, name):
    make_contract(state="active")
    signed_in(client, "national_admin")
    page = client.get(reverse(f"recruitment:{name}"), {"export": "csv"})
    text = b"".join(page.streaming_content).decode("utf-8-sig")
    assert "1800" not in text and "Dubois" in text
    assert client.get(reverse(f"recruitment:{name}"), {"export": "xlsx"}).status_code == 200


def test_the_order_of_the_contract_history_is_the_known_one():
    assert [column.header for column in tables.CONTRACTS_EXPORT][:4] == [
        "Conseiller",
        "Structure",
        "Date de la demande",
        "Type de la demande",
    ]
