"""What an administrator who acts in the place of a candidate cannot do: it commits the candidate."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from conum.commons.accounts.queries.actors import actor_of
from conum.domains.recruitment.operations import removals, shortlists
from conum.kernel.errors import ConumError, PermissionRefused
from tests.factories_recruitment import SUMMER, make_match

pytestmark = pytest.mark.django_db


def test_a_candidate_deletes_and_answers_alone() -> None:
    match = make_match(state="shortlisted")
    candidate = match.candidate
    own = actor_of(candidate.person, candidate.person.memberships.get(role="candidate"))
    lent = replace(own, behind=uuid4())

    with pytest.raises(ConumError, match="elle seule peut la faire"):
        removals.remove_own(candidate.pk, "other", lent, now=SUMMER)
    for answer in (shortlists.agree, lambda *given, now: shortlists.decline(given[0], "other", given[1], now=now)):
        with pytest.raises(PermissionRefused):
            answer(match.pk, lent, now=SUMMER)

    candidate.refresh_from_db()
    match.refresh_from_db()
    assert (candidate.state != "removed", match.state) == (True, "shortlisted")
