"""Quotas and the calendar of the committee (sheet 12 sections 4 and 6)."""

from __future__ import annotations

from datetime import date, timedelta

from conum.domains.positions.enums import PostKind, SessionState
from conum.domains.positions.models import CommitteeSession, DepartmentQuota
from conum.site.demo.world import STORY_DAY, World, table

SOURCE = "Proposition de répartition (population^0,8, plancher de 10 postes ; 87, 19 et 23 publiés)"
COORDINATORS = 210
"""Coordinators of the whole country (sheet 12 section 2)."""


def quotas(world: World) -> None:
    """Keep the quota of each département from the first day of the programme."""
    first, ids = world.day(date(2020, 11, 17)), world.stream("quotas")
    total = sum(world.quotas.values())
    rows = []
    for code, posts in sorted(world.quotas.items()):
        coordinators = max(1, round(COORDINATORS * world.size.scale * posts / max(total, 4_000 * world.size.scale)))
        for kind, count in ((PostKind.COUNSELLOR, posts), (PostKind.COORDINATOR, coordinators)):
            at = world.at(date(2020, 11, 17))
            rows.append(
                DepartmentQuota(
                    id=ids.identifier(at), department_id=code, kind=kind, posts=count, valid_from=first, source=SOURCE
                )
            )
    DepartmentQuota.objects.bulk_create(rows)


def sessions(world: World) -> list[CommitteeSession]:
    """Keep the sessions already held, the one of today (open) and the next one (planned); return those held."""
    ids, held = world.stream("sessions"), []
    for row in table("sessions"):
        day = date.fromisoformat(row["date"])
        if day < STORY_DAY:
            held.append(_session(world, ids.identifier(world.at(day)), row["label"], day, SessionState.CLOSED))
    following = len(held) + 1
    coming = [(STORY_DAY, SessionState.OPEN), (STORY_DAY + timedelta(weeks=3), SessionState.PLANNED)]
    others = [
        _session(world, ids.identifier(world.at(day)), str(following + rank), day, state)
        for rank, (day, state) in enumerate(coming)
    ]
    CommitteeSession.objects.bulk_create(held + others)
    return held


def _session(world: World, key, label: str, day: date, state: SessionState) -> CommitteeSession:  # type: ignore[no-untyped-def]
    closed = state == SessionState.CLOSED
    return CommitteeSession(
        id=key,
        label=f"COSELEC {label}",
        date=world.day(day),
        state=state,
        opened_at=None if state == SessionState.PLANNED else world.at(day, 9),
        closed_at=world.at(day, 18) if closed else None,
    )
