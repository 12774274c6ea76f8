"""Hosts with posts, amendments and transfers, for the tests of the life of posts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from conum.commons.accounts.models import Actor, Organisation
from conum.domains.positions.models import PostAmendment, PostAttachment, PostTransfer
from conum.domains.positions.operations.amendments import Asked, ask_amendment
from conum.domains.positions.operations.transfers import Proposal, propose_transfer
from tests.factories_accounts import make_actor
from tests.factories_positions import SPRING, SPRING_DAY, make_attachment, make_host


def host_with(posts: int, **fields: Any) -> tuple[Actor, list[PostAttachment]]:
    """Return the manager of a new host and its vacant posts, in Limoges unless `commune` says otherwise."""
    host = make_host(fields.pop("commune", "87085"))
    rows = [make_attachment(host, **fields) for _post in range(posts)]
    return make_actor("host_manager", organisation=host), rows


def ask(manager: Actor, direction: str = "addition", **fields: Any) -> PostAmendment:
    """Return what this manager asks: one more post, or one returned."""
    reason = "strong_demand" if direction == "addition" else "need_gone"
    asked = {"kind": "counsellor", "posts": 1, "reason": reason, **fields}
    return ask_amendment(Asked(direction, **asked), actor=manager, now=SPRING)


def propose(
    attachment: PostAttachment,
    to_host: Organisation,
    actor: Actor,
    effective_on: date = SPRING_DAY + timedelta(days=1),
    **fields: Any,
) -> PostTransfer:
    """Return a transfer proposed by this actor from the day of the tests."""
    proposal = Proposal(attachment.post_id, to_host.pk, effective_on, **fields)
    return propose_transfer(proposal, actor=actor, now=SPRING)
