"""Additions and returns of posts: who asks, what is refused, what an acceptance does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from conum.commons.accounts.models import Actor
from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.domains.positions.events import HostRequestClosed, PostHandedBack, PostsOpened, PostsReturned
from conum.domains.positions.models import CommitteeDecision, PostAmendment, PostAttachment
from conum.domains.positions.operations.acceptances import Acceptance, accept_amendment
from conum.domains.positions.operations.amendments import (
    cancel_amendment,
    give_amendment_opinion,
    refuse_amendment,
)
from conum.domains.positions.operations.opinions import Opinion
from conum.domains.positions.queries import quotas
from conum.kernel import events
from conum.kernel.errors import ConumError, PermissionRefused
from conum.kernel.rules import RuleBroken
from conum.kernel.workflow import TransitionRefused
from tests.factories_accounts import make_actor
from tests.factories_amendments import ask, host_with
from tests.factories_positions import SPRING, SPRING_DAY, make_assignment, make_host, make_quota, make_request
from tests.factories_recruitment import make_contract

pytestmark = pytest.mark.django_db
LETTER = "AR 1A 234 567 8901 2"
FAVOURABLE = Opinion("favourable", "Le besoin est démontré sur ce territoire.", 1)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every event of positions published during the test."""
    heard: list[Any] = []
    for kind in (PostsOpened, PostHandedBack, PostsReturned, HostRequestClosed):
        monkeypatch.setitem(events._subscribers, kind, [*events._subscribers[kind], heard.append])
    return heard


def accept_return(amendment: PostAmendment, actor: Actor, **fields: Any) -> PostAmendment:
    accepted = Acceptance(**{"effective_on": SPRING_DAY, "letter_reference": LETTER, **fields})
    return accept_amendment(amendment.pk, accepted, actor=actor, now=SPRING)


def test_an_addition_opens_posts_within_the_quota(admin: Actor, prefecture: Actor, told: list[Any]) -> None:
    make_quota(posts=3)
    manager, _rows = host_with(1)
    amendment = ask(manager, posts=2)
    give_amendment_opinion(amendment.pk, FAVOURABLE, actor=prefecture, now=SPRING)

    accept_amendment(amendment.pk, Acceptance(posts_granted=2), actor=admin, now=SPRING)

    amendment.refresh_from_db()
    assert (amendment.state, amendment.posts_decided) == ("accepted", 2)
    assert PostAttachment.objects.filter(host=manager.organisation_id).count() == 3
    decision = CommitteeDecision.objects.get(amendment=amendment)
    assert decision.posts.count() == decision.posts_granted == 2
    assert [type(event) for event in told] == [PostsOpened]
    assert quotas.remaining("87", "counsellor", SPRING_DAY) == 0
    actions = set(JournalEntry.objects.filter(subject_id=str(amendment.pk)).values_list("action", flat=True))
    assert {"amendment.ask", "amendment.opinion_given", "amendment.accept"} <= actions


def test_POS_22_an_addition_never_exceeds_the_quota_nor_what_is_asked(admin: Actor) -> None:
    make_quota(posts=2)
    manager, _rows = host_with(1)
    amendment = ask(manager, posts=5)

    for granted, sentence in ((6, "accordez-en de 1 à 5"), (0, "accordez-en de 1 à 5"), (2, "Il reste 1 poste")):
        accepted = Acceptance(posts_granted=granted, no_opinion_reason="Urgence")
        with pytest.raises(RuleBroken, match=sentence):
            accept_amendment(amendment.pk, accepted, actor=admin, now=SPRING)
    assert PostAttachment.objects.count() == 1


def test_an_addition_accepted_after_the_quota_fell_is_refused(admin: Actor) -> None:
    make_quota(posts=10)
    manager, _rows = host_with(2)
    amendment = ask(manager)
    make_quota(posts=1, valid_from=SPRING_DAY)

    with pytest.raises(RuleBroken, match="Il reste -1 poste"):
        accepted = Acceptance(posts_granted=1, no_opinion_reason="Urgence")
        accept_amendment(amendment.pk, accepted, actor=admin, now=SPRING)
    amendment.refresh_from_db()
    assert amendment.state == "open"


def test_POS_20_an_addition_without_opinion_says_why(admin: Actor) -> None:
    manager, _rows = host_with(1)
    with pytest.raises(RuleBroken, match="dites pourquoi vous décidez sans lui"):
        accept_amendment(ask(manager).pk, Acceptance(posts_granted=1), actor=admin, now=SPRING)


def test_POS_40_a_host_has_one_open_amendment_even_across_directions() -> None:
    manager, _rows = host_with(2)
    first = ask(manager)
    with pytest.raises(RuleBroken, match="déjà un avenant en cours"):
        ask(manager, "return")
    with pytest.raises(IntegrityError, match="amendment_one_open_per_host"), transaction.atomic():
        PostAmendment.objects.create(
            **{
                name: getattr(first, name)
                for name in ("host", "request", "department", "direction", "kind", "posts", "reason", "asked_by",
                             "created_at", "updated_at")
            }
        )  # fmt: skip
    cancel_amendment(first.pk, actor=manager, now=SPRING)
    assert ask(manager, "return").state == "open"


def test_POS_41_a_first_phase_host_adds_nothing() -> None:
    manager, rows = host_with(1)
    CommitteeDecision.objects.filter(request=rows[0].request).update(phase=1)
    with pytest.raises(RuleBroken, match="première phase"):
        ask(manager)
    assert ask(manager, "return").state == "open"


def test_POS_42_occupied_posts_are_not_returned(admin: Actor) -> None:
    manager, rows = host_with(3)
    make_assignment(rows[0])

    with pytest.raises(RuleBroken, match="3 poste.*dont 1 avec un contrat.*2 au plus"):
        ask(manager, "return", posts=3)
    accept_return(ask(manager, "return", posts=2), admin)
    assert PostAttachment.objects.get(ends_on__isnull=True).pk == rows[0].pk


def test_POS_42_a_contract_submitted_holds_its_post() -> None:
    manager, rows = host_with(1)
    make_contract(attachment=rows[0], state="submitted")
    with pytest.raises(RuleBroken, match="dont 1 avec un contrat"):
        ask(manager, "return")


def test_POS_42_is_checked_again_at_the_decision(admin: Actor) -> None:
    manager, rows = host_with(1)
    amendment = ask(manager, "return")
    make_assignment(rows[0])
    with pytest.raises(RuleBroken, match="rendre 0 au plus"):
        accept_return(amendment, admin)


def test_POS_43_a_filled_coordinator_post_is_not_returned() -> None:
    manager, rows = host_with(1, kind="coordinator")
    make_assignment(rows[0])
    with pytest.raises(RuleBroken, match="une fois son contrat terminé"):
        ask(manager, "return", kind="coordinator")


def test_POS_44_the_last_post_returned_closes_the_request(admin: Actor, told: list[Any]) -> None:
    manager, rows = host_with(1)

    accept_return(ask(manager, "return"), admin)

    request = rows[0].request
    request.refresh_from_db()
    assert request.state == "withdrawn"
    assert request.steps.get(event="close").state == "withdrawn"
    assert [type(event) for event in told] == [PostHandedBack, PostsReturned, HostRequestClosed]


def test_POS_44_a_request_with_posts_left_stays_open(admin: Actor) -> None:
    manager, rows = host_with(2)
    accept_return(ask(manager, "return"), admin)
    rows[0].request.refresh_from_db()
    assert rows[0].request.state == "approved"


def test_POS_45_a_return_needs_its_letter_and_tells_the_funding(admin: Actor, told: list[Any]) -> None:
    manager, _rows = host_with(2)
    amendment = ask(manager, "return")
    with pytest.raises(RuleBroken, match="lettre recommandée"):
        accept_return(amendment, admin, letter_reference=" ")

    accept_return(amendment, admin)

    event = next(event for event in told if isinstance(event, PostsReturned))
    assert (event.letter_reference, event.ends_on, len(event.attachment_ids)) == (LETTER, SPRING_DAY, 1)


def test_POS_48_nothing_is_added_once_allocation_is_closed(admin: Actor) -> None:
    manager, _rows = host_with(2)
    amendment = ask(manager)
    closed = datetime(2025, 6, 2, 8, tzinfo=UTC)

    with pytest.raises(RuleBroken, match="attribution de nouveaux postes est fermée"):
        accept_amendment(amendment.pk, Acceptance(posts_granted=1), actor=admin, now=closed)
    cancel_amendment(amendment.pk, actor=manager, now=closed)
    returned = ask(manager, "return")
    accepted = Acceptance(effective_on=date(2025, 6, 1), letter_reference=LETTER)
    assert accept_amendment(returned.pk, accepted, actor=admin, now=closed).state == "accepted"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"posts": 0}, "posts"),
        ({"posts": 31}, "posts"),
        ({"reason": "need_gone"}, "reason"),
        ({"reason": "other"}, "reason_text"),
        ({"reason": ""}, "reason"),
        ({"kind": "coordinator"}, "kind"),
    ],
)
def test_what_is_asked_is_checked(fields: dict[str, Any], field: str) -> None:
    manager, _rows = host_with(1)
    with pytest.raises(ConumError) as refusal:
        ask(manager, **fields)
    assert refusal.value.field == field


def test_the_opinion_is_of_the_own_prefecture_on_additions_only(prefecture: Actor) -> None:
    manager, _rows = host_with(2)
    amendment = ask(manager)
    elsewhere = make_actor("prefecture", department_id="19")
    with pytest.raises(RuleBroken):
        give_amendment_opinion(amendment.pk, FAVOURABLE, actor=elsewhere, now=SPRING)
    first = give_amendment_opinion(amendment.pk, FAVOURABLE, actor=prefecture, now=SPRING)
    give_amendment_opinion(amendment.pk, FAVOURABLE, actor=prefecture, now=SPRING + timedelta(hours=1))
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert first.context["quota"] == 36
    with pytest.raises(RuleBroken, match="10 à 1 000"):
        give_amendment_opinion(amendment.pk, Opinion("favourable", "Oui", 1), actor=prefecture, now=SPRING)
    cancel_amendment(amendment.pk, actor=manager, now=SPRING)
    with pytest.raises(ConumError, match="ne demande pas d'avis"):
        give_amendment_opinion(ask(manager, "return").pk, FAVOURABLE, actor=prefecture, now=SPRING)


def test_a_refusal_says_why_and_ends_it(admin: Actor) -> None:
    manager, _rows = host_with(1)
    amendment = ask(manager)
    with pytest.raises(ConumError, match="motif du refus"):
        refuse_amendment(amendment.pk, "  ", actor=admin, now=SPRING)
    refuse_amendment(amendment.pk, "La dotation est atteinte.", actor=admin, now=SPRING)
    for again in (
        lambda: refuse_amendment(amendment.pk, "Encore", actor=admin, now=SPRING),
        lambda: cancel_amendment(amendment.pk, actor=manager, now=SPRING),
        lambda: accept_amendment(amendment.pk, Acceptance(posts_granted=1), actor=admin, now=SPRING),
    ):
        with pytest.raises(TransitionRefused):
            again()


def test_others_may_neither_ask_decide_nor_cancel(admin: Actor, prefecture: Actor) -> None:
    manager, _rows = host_with(1)
    amendment, stranger = ask(manager), make_actor("host_manager", organisation=make_host())
    for actor in (admin, prefecture):
        with pytest.raises(PermissionRefused):
            ask(actor)
    for actor in (admin, stranger):
        with pytest.raises(PermissionRefused):
            cancel_amendment(amendment.pk, actor=actor, now=SPRING)
    for actor in (manager, prefecture):
        with pytest.raises(PermissionRefused):
            accept_amendment(amendment.pk, Acceptance(posts_granted=1), actor=actor, now=SPRING)
        with pytest.raises(PermissionRefused):
            refuse_amendment(amendment.pk, "Non merci", actor=actor, now=SPRING)


def test_a_host_without_an_accepted_request_asks_nothing() -> None:
    host = make_host()
    make_request(host)
    with pytest.raises(ConumError, match="pas de demande acceptée"):
        ask(make_actor("host_manager", organisation=host))


def test_each_step_is_told_once(admin: Actor, prefecture: Actor) -> None:
    manager, _rows = host_with(1)
    amendment = ask(manager)
    refuse_amendment(amendment.pk, "La dotation est atteinte.", actor=admin, now=SPRING)

    sent = OutboxMessage.objects.filter(key__contains=str(amendment.pk)).values_list("person_id", flat=True)
    assert sorted(map(str, sent)) == sorted(map(str, [prefecture.person_id, prefecture.person_id, manager.person_id]))
