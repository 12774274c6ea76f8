"""The states of a host request are the table of sheet 02 section 3."""

from __future__ import annotations

import pytest

from conum.domains.positions.enums import RequestState
from conum.domains.positions.workflow import REQUESTS
from conum.kernel.workflow import TransitionRefused

TABLE = {  # sheet 02 section 3, states of a host request
    "confirm": {"unconfirmed": "submitted"},
    "approve": {"submitted": "approved", "further_review": "approved"},
    "refuse": {"submitted": "refused", "further_review": "refused"},
    "ask_more": {"submitted": "further_review"},
    "withdraw": {"unconfirmed": "withdrawn", "submitted": "withdrawn", "further_review": "withdrawn"},
    "mark_duplicate": {state: "duplicate" for state in RequestState.values if state != "approved"},
    "cancel": dict.fromkeys(RequestState.values, "cancelled"),
    "close": {"approved": "withdrawn"},
    "reinstate": {"withdrawn": "submitted", "refused": "submitted", "cancelled": "submitted"},
}


@pytest.mark.parametrize("event", TABLE)
@pytest.mark.parametrize("state", RequestState.values)
def test_the_workflow_is_the_table_of_the_sheet(event: str, state: str) -> None:
    if state in TABLE[event]:
        assert REQUESTS.target(state, event) == TABLE[event][state]
    else:
        with pytest.raises(TransitionRefused):
            REQUESTS.target(state, event)
