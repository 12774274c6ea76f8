"""What is under way in the life of posts: an addition, a return, a transfer, and two scenarios of the split."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership
from conum.commons.accounts.queries.actors import actor_of
from conum.domains.positions.enums import AmendmentKind, AmendmentReason, AmendmentState, PostKind
from conum.domains.positions.models import PostAmendment, PostAttachment, PostTransfer
from conum.domains.positions.operations.scenarios import AllocationInputs, NeedWeights, save_scenario
from conum.site.demo.staff import Staff
from conum.site.demo.world import STORY_DAY, World

SEEDS = {"87": 36, "19": 22, "23": 14}
BASE = AllocationInputs(posts=4000, floor=10, fixed=SEEDS)
PROPORTIONAL = replace(BASE, weights=NeedWeights(population_exponent=Decimal(1)), floor=5)


def under_way(world: World, staff: Staff) -> None:
    """Add one open addition, one open return and one proposed transfer, when there are hosts enough."""
    rows = _first_posts(world)
    stream, at = world.stream("amendments"), world.at(STORY_DAY - timedelta(days=3))
    author = staff.admins[0].id
    asked = (
        (AmendmentKind.ADDITION, AmendmentReason.STRONG_DEMAND),
        (AmendmentKind.RETURN, AmendmentReason.RECRUITMENT_DIFFICULTY),
    )
    for row, (direction, reason) in zip(rows, asked, strict=False):
        _amendment(row, direction, reason, stream.identifier(at), author, at)
    _transfer(world, rows[2:], stream.identifier(at), author, at)


def _first_posts(world: World) -> list[PostAttachment]:
    """One vacant post of each of the first hosts, all of one département, in a stable order."""
    vacant = PostAttachment.objects.filter(
        ends_on=None, assignments=None, request__isnull=False, post__kind=PostKind.COUNSELLOR
    )
    by_quota = sorted(world.quotas, key=lambda code: (world.quotas[code], code))
    vacant = vacant.filter(department=by_quota[len(by_quota) // 2])
    found: dict[object, PostAttachment] = {}
    for row in vacant.select_related("host", "request", "post").order_by("starts_on", "pk"):
        found.setdefault(row.host_id, row)
    return list(found.values())[:4]


def _amendment(row: PostAttachment, direction: str, reason: str, key: object, author: object, at: datetime) -> None:
    PostAmendment.objects.create(
        id=key,
        host_id=row.host_id,
        request_id=row.request_id,
        department_id=row.department_id,
        direction=direction,
        kind=row.post.kind,
        posts=1,
        reason=reason,
        state=AmendmentState.OPEN,
        asked_by_id=author,
        created_at=at,
        updated_at=at,
    )


def _transfer(world: World, rows: list[PostAttachment], key: object, author: object, at: datetime) -> None:
    if len(rows) < 2:
        return
    leaving, arriving = rows[0], rows[1]
    PostTransfer.objects.create(
        id=key,
        post_id=leaving.post_id,
        from_host_id=leaving.host_id,
        to_host_id=arriving.host_id,
        department_id=leaving.department_id,
        arrival_department_id=arriving.department_id,
        effective_on=world.day(STORY_DAY + timedelta(days=30)),
        reason="La structure cédante regroupe ses permanences ; la seconde les reprend.",
        from_host_agreed_at=at,
        proposed_by_id=author,
        created_at=at,
        updated_at=at,
    )


def scenarios(world: World, staff: Staff) -> None:
    """Save two scenarios to compare: the proposal of the sheet, and one proportional to inhabitants."""
    membership = Membership.objects.select_related("person").get(person=staff.admins[0].id, role=Role.NATIONAL_ADMIN)
    actor, now = actor_of(membership.person, membership), world.at(STORY_DAY - timedelta(days=2))
    save_scenario("Proposition : population^0,8, plancher 10", BASE, actor=actor, now=now)
    save_scenario("Proportionnel aux habitants, plancher 5", PROPORTIONAL, actor=actor, now=now)
