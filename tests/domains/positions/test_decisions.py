"""Committee decisions: POS-20 to POS-26, POS-48."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conum.commons.accounts.models import Actor, Invitation
from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.domains.positions.enums import CoordinationCriterion
from conum.domains.positions.events import HostRequestApproved, PostsOpened
from conum.domains.positions.models import CommitteeDecision, HostRequest, Post, PostAttachment
from conum.domains.positions.operations.decisions import Verdict, decide, decide_many
from conum.domains.positions.operations.quotas import agree_override, ask_override
from conum.kernel import events
from conum.kernel.errors import OutOfSight, PermissionRefused
from conum.kernel.rules import RuleBroken
from conum.kernel.workflow import TransitionRefused
from tests.factories_accounts import make_actor
from tests.factories_positions import make_attachment, make_opinion, make_quota, make_request, make_session

pytestmark = pytest.mark.django_db
WEIGHED = dict.fromkeys(CoordinationCriterion.values, "strong")


def ready(**fields: object) -> HostRequest:
    """A request with a favourable opinion, in a département with 36 posts."""
    if not make_quota_exists():
        make_quota()
    request = make_request(**fields)
    make_opinion(request)
    return request


def make_quota_exists() -> bool:
    from_quota = HostRequest._meta.apps.get_model("positions", "DepartmentQuota")
    return bool(from_quota.objects.filter(department="87").exists())


def approve(posts: int = 1, **fields: object) -> Verdict:
    return Verdict("approved", posts_granted=posts, **fields)  # type: ignore[arg-type]


def test_POS_20_an_unconfirmed_request_is_not_decided(admin: Actor, now: datetime) -> None:
    request = ready(state="unconfirmed")

    with pytest.raises(RuleBroken, match="n'est pas confirmée"):
        decide(request.pk, approve(), actor=admin, now=now)


def test_POS_20_without_opinion_a_reason_is_needed(admin: Actor, now: datetime) -> None:
    make_quota()
    request = make_request()

    with pytest.raises(RuleBroken, match="n'a pas donné d'avis") as refused:
        decide(request.pk, approve(), actor=admin, now=now)
    assert refused.value.field == "no_opinion_reason"

    decision = decide(request.pk, approve(no_opinion_reason="Préfecture saisie trois fois."), actor=admin, now=now)
    assert decision.no_opinion_reason == "Préfecture saisie trois fois."


@pytest.mark.parametrize("verdict", [Verdict("approved"), Verdict("refused", 2, refusal_reason="relevance")])
def test_POS_21_posts_follow_the_verdict(verdict: Verdict, admin: Actor, now: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        decide(ready().pk, verdict, actor=admin, now=now)

    assert refused.value.rule_id == "POS-21"


def test_POS_22_never_above_the_quota(admin: Actor, now: datetime) -> None:
    make_quota(posts=2)
    make_attachment()
    request = ready(posts_wanted=2)

    with pytest.raises(RuleBroken, match="Il reste 1 poste"):
        decide(request.pk, approve(2), actor=admin, now=now)

    assert Post.objects.count() == 1
    request.refresh_from_db()
    assert request.state == "submitted"


def test_POS_22_never_above_the_envelope(admin: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conum.domains.positions.queries.quotas.remaining_in_envelope", lambda day: 0)

    with pytest.raises(RuleBroken, match="enveloppe nationale"):
        decide(ready().pk, approve(), actor=admin, now=now)


def test_POS_22_a_second_administrator_lets_the_quota_be_exceeded(admin: Actor, now: datetime) -> None:
    make_quota(posts=0)
    request = ready()
    second = make_actor("national_admin")
    override = ask_override(request.pk, 1, "Poste itinérant en montagne", actor=admin, now=now)

    with pytest.raises(RuleBroken, match="un autre administrateur"):
        agree_override(override.pk, actor=admin, now=now)
    agree_override(override.pk, actor=second, now=now)
    decision = decide(request.pk, approve(), actor=admin, now=now)

    assert decision.second_validator_id == second.person_id
    assert PostAttachment.objects.count() == 1


def test_POS_22_an_override_is_agreed_once(admin: Actor, now: datetime) -> None:
    override = ask_override(ready().pk, 1, "Motif", actor=admin, now=now)
    agree_override(override.pk, actor=make_actor("national_admin"), now=now)

    with pytest.raises(OutOfSight):
        agree_override(override.pk, actor=make_actor("national_admin"), now=now)


@pytest.mark.parametrize("reason", ["", "too_far"])
def test_POS_23_a_refusal_carries_one_of_three_reasons(reason: str, admin: Actor, now: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        decide(ready().pk, Verdict("refused", refusal_reason=reason), actor=admin, now=now)

    assert (refused.value.rule_id, refused.value.field) == ("POS-23", "refusal_reason")


def test_POS_24_approval_creates_posts_and_tells_everybody(
    admin: Actor, prefecture: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[events.Event] = []
    monkeypatch.setattr(events, "_subscribers", {HostRequestApproved: [told.append], PostsOpened: [told.append]})
    request = ready(posts_wanted=2)

    decision = decide(request.pk, approve(2, session_id=make_session().pk), actor=admin, now=now)

    request.refresh_from_db()
    assert request.state == "approved"
    assert list(decision.posts.values_list("kind", flat=True)) == ["counsellor", "counsellor"]
    held = PostAttachment.objects.filter(host=request.organisation_id, department="87", request=request)
    assert held.count() == 2
    approved, opened = told
    assert isinstance(opened, PostsOpened) and set(opened.attachment_ids) == set(held.values_list("pk", flat=True))
    recipients = set(OutboxMessage.objects.filter(key__startswith="positions.decision").values_list("to", flat=True))
    assert request.contact_email in recipients and len(recipients) == 2
    assert Invitation.objects.get().email == request.contact_email
    assert JournalEntry.objects.filter(family="positions", action="request.approve").exists()
    assert request.steps.get().event == "approve"


def test_POS_24_nothing_is_kept_when_one_part_fails(
    admin: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("invitation")

    monkeypatch.setattr("conum.domains.positions.operations.decisions.invite_contact", fail)
    request = ready()

    with pytest.raises(RuntimeError):
        decide(request.pk, approve(), actor=admin, now=now)

    assert not Post.objects.exists() and not CommitteeDecision.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_POS_25_only_an_open_session_takes_decisions(state: str, admin: Actor, now: datetime) -> None:
    session = make_session(state=state)

    with pytest.raises(RuleBroken) as refused:
        decide(ready().pk, approve(session_id=session.pk), actor=admin, now=now)

    assert refused.value.rule_id == "POS-25"


def test_POS_26_a_coordinator_is_weighed_on_four_criteria(admin: Actor, now: datetime) -> None:
    make_quota(kind="coordinator")
    request = ready(kind="coordinator")

    with pytest.raises(RuleBroken) as refused:
        decide(request.pk, approve(criteria={"strategy": "strong"}), actor=admin, now=now)
    assert refused.value.rule_id == "POS-26"

    assert decide(request.pk, approve(criteria=WEIGHED), actor=admin, now=now).criteria == WEIGHED


def test_POS_48_no_approval_once_allocation_is_closed(admin: Actor) -> None:
    closed = datetime(2025, 6, 2, 8, 0, tzinfo=UTC)

    with pytest.raises(RuleBroken, match="fermée"):
        decide(ready().pk, approve(), actor=admin, now=closed)


def test_further_review_needs_an_observation_and_goes_back_to_the_prefecture(admin: Actor, now: datetime) -> None:
    request = ready()
    with pytest.raises(RuleBroken, match="attendu"):
        decide(request.pk, Verdict("further_review"), actor=admin, now=now)

    decide(request.pk, Verdict("further_review", observation="Préciser les lieux."), actor=admin, now=now)

    request.refresh_from_db()
    assert request.state == "further_review"
    with pytest.raises(TransitionRefused):
        decide(request.pk, Verdict("further_review", observation="Encore."), actor=admin, now=now)


def test_a_decided_request_is_not_decided_again(admin: Actor, now: datetime) -> None:
    request = ready()
    decide(request.pk, Verdict("refused", refusal_reason="relevance"), actor=admin, now=now)

    with pytest.raises(TransitionRefused):
        decide(request.pk, approve(), actor=admin, now=now)


def test_many_are_decided_each_on_its_own(admin: Actor, now: datetime) -> None:
    make_quota(posts=1)
    first, second = ready(), ready()

    outcomes = decide_many([(first.pk, approve()), (second.pk, approve())], actor=admin, now=now)

    done = [outcome for outcome in outcomes if outcome.decision]
    assert len(done) == 1
    assert "Il reste 0 poste" in next(outcome.refusal for outcome in outcomes if not outcome.decision)


@pytest.mark.parametrize("role", ["prefecture", "host_manager", "paying_agent", "hub"])
def test_only_a_national_administrator_decides(role: str, now: datetime) -> None:
    with pytest.raises(PermissionRefused):
        decide(ready().pk, approve(), actor=make_actor(role), now=now)
