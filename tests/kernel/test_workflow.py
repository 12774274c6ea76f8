"""A workflow is a table; what is not in it is refused with a sentence."""

import pytest

from conum.kernel.workflow import TransitionRefused, Workflow, transition

DOOR = Workflow(
    "door",
    (
        transition("build", "", "closed"),
        transition("open", "closed", "opened", label="Ouvrir"),
        transition("close", "opened", "closed", label="Fermer"),
        transition("burn", "opened closed", "ashes"),
    ),
)


def test_target_follows_the_table():
    assert DOOR.target("closed", "open") == "opened"


def test_a_transition_from_elsewhere_is_refused():
    with pytest.raises(TransitionRefused) as refusal:
        DOOR.target("ashes", "open")
    assert "n'est plus possible" in refusal.value.message


def test_from_state_lists_the_possible_transitions_in_order():
    assert [t.name for t in DOOR.from_state("opened")] == ["close", "burn"]


def test_mermaid_draws_every_line_of_the_table():
    assert DOOR.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> closed: build",
        "    closed --> opened: open",
        "    opened --> closed: close",
        "    closed --> ashes: burn",
        "    opened --> ashes: burn",
    ]
