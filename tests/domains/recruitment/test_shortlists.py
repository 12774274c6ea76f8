"""Shortlists: limits, clocks, answers, and what each side is told (REC-32, REC-33, REC-35)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conum.commons.accounts.queries.actors import actor_of
from conum.commons.messaging.models import OutboxMessage
from conum.domains.recruitment.models import Match
from conum.domains.recruitment.operations import shortlists
from conum.kernel.errors import ConumError, PermissionRefused
from conum.kernel.rules import RuleBroken
from conum.kernel.workflow import TransitionRefused
from tests.factories_accounts import make_actor, make_membership
from tests.factories_positions import make_attachment
from tests.factories_recruitment import SUMMER, make_candidate, make_match, make_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def need():
    return make_need()


@pytest.fixture
def manager(need):
    return make_actor("host_manager", organisation=need.host)


def candidate_actor(match):
    membership = match.candidate.person.memberships.get(role="candidate")
    return actor_of(match.candidate.person, membership)


def mails(to: str) -> list[str]:
    return list(OutboxMessage.objects.filter(to=to).order_by("queued_at").values_list("subject", flat=True))


def test_REC_35_shortlisting_starts_the_clock_and_tells_the_candidate(need, manager):
    match = make_match(need=need)
    done = shortlists.shortlist(match.pk, manager, now=SUMMER)
    assert (done.state, done.due_at) == ("shortlisted", SUMMER + timedelta(days=30))
    assert f"{need.host} s'intéresse à votre candidature" in mails(match.candidate.email)


def test_REC_35_not_retained_is_told_with_its_reason(need, manager):
    match = make_match(need=need)
    shortlists.not_retain(match.pk, "distance", manager, now=SUMMER)
    assert "trop éloigné" in OutboxMessage.objects.get(to=match.candidate.email).text
    with pytest.raises(ConumError):
        shortlists.not_retain(make_match(need=need).pk, "age", manager, now=SUMMER)


def test_REC_35_silence_expires_the_shortlist_once(need, manager):
    match = make_match(need=need)
    shortlists.shortlist(match.pk, manager, now=SUMMER)
    assert shortlists.expire_due(now=SUMMER + timedelta(days=29)) == 0
    late = SUMMER + timedelta(days=30)
    assert shortlists.expire_due(now=late) == 1
    assert shortlists.expire_due(now=late) == 0
    match.refresh_from_db()
    assert (match.state, match.declined_at) == ("expired", late)


def test_REC_33_a_host_keeps_five_shortlists_per_vacant_post(need, manager):
    matches = [make_match(need=need) for _ in range(6)]
    for match in matches[:5]:
        shortlists.shortlist(match.pk, manager, now=SUMMER)
    with pytest.raises(RuleBroken, match="5 présélections") as refusal:
        shortlists.shortlist(matches[5].pk, manager, now=SUMMER)
    assert refusal.value.rule_id == "REC-33"
    shortlists.undo(matches[0].pk, manager, now=SUMMER)
    assert shortlists.shortlist(matches[5].pk, manager, now=SUMMER).state == "shortlisted"


def test_REC_33_a_candidate_is_on_three_shortlists_at_most():
    candidate = make_candidate()
    for _ in range(3):
        make_match(candidate, make_need(make_attachment()), state="shortlisted")
    need = make_need(make_attachment())
    manager = make_actor("host_manager", organisation=need.host)
    with pytest.raises(RuleBroken, match="déjà présélectionnée par 3"):
        shortlists.shortlist(make_match(candidate, need).pk, manager, now=SUMMER)


def test_REC_32_a_hidden_candidate_is_not_shortlisted(need, manager):
    match = make_match(make_candidate(visible=False), need)
    with pytest.raises(RuleBroken) as refusal:
        shortlists.shortlist(match.pk, manager, now=SUMMER)
    assert refusal.value.rule_id == "REC-32"


def test_REC_20_no_shortlist_without_a_vacant_post(manager, need):
    need.vacant_posts = 0
    need.save()
    with pytest.raises(RuleBroken):
        shortlists.shortlist(make_match(need=need).pk, manager, now=SUMMER)


def test_picked_by_hand_beyond_the_radius(need, manager):
    candidate = make_candidate("23096", mobility_km=5)
    match = shortlists.pick(need.pk, candidate.pk, manager, now=SUMMER)
    assert (match.origin, match.state) == ("manual", "shortlisted")
    assert match.distance_m > 50_000 and match.part_distance == 0


def test_the_candidate_agrees_then_declines(need, manager):
    make_membership("host_manager", organisation=need.host)
    match = make_match(need=need, state="shortlisted")
    actor = candidate_actor(match)
    assert shortlists.agree(match.pk, actor, now=SUMMER).agreed_at == SUMMER
    assert shortlists.decline(match.pk, "other_job", actor, now=SUMMER).state == "declined_by_candidate"


def test_others_may_not_touch_a_match(need):
    match = make_match(need=need)
    stranger = make_actor("host_manager")
    with pytest.raises(PermissionRefused):
        shortlists.shortlist(match.pk, stranger, now=SUMMER)
    with pytest.raises(PermissionRefused):
        shortlists.decline(match.pk, "date", stranger, now=SUMMER)


@pytest.mark.parametrize("state", ["withdrawn", "expired", "hired", "declined_by_candidate"])
def test_a_closed_match_is_not_shortlisted(need, manager, state):
    match = make_match(need=need, state=state)
    with pytest.raises(TransitionRefused):
        shortlists.shortlist(match.pk, manager, now=SUMMER)
    assert Match.objects.get(pk=match.pk).state == state
