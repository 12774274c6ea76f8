"""What every operation on a request shares: lock it, move it, write its step and the journal line."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.positions.models import HostRequest, HostRequestStep
from conum.domains.positions.workflow import REQUESTS
from conum.kernel.errors import OutOfSight

FAMILY = "positions"


def locked_request(request_id: UUID) -> HostRequest:
    """Return the request, locked until the end of the transaction.

    Raises:
        OutOfSight: no such request.
    """
    rows = HostRequest.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("organisation", "commune", "department").filter(pk=request_id).first()
    if found is None:
        raise OutOfSight(_("Cette demande n'existe pas."))
    return found


def move(
    request: HostRequest,
    event: str,
    *,
    actor: Actor | None,
    now: datetime,
    note: str = "",
    payload: dict[str, Any] | None = None,
) -> None:
    """Take the transition `event`, save the state, and write the step and the journal line.

    Raises:
        TransitionRefused: no such transition starts from the state of the request.
    """
    before = request.state
    request.state = REQUESTS.target(before, event)
    request.updated_at = now
    request.save()
    write_step(request, event, actor=actor, now=now, note=note)
    record(
        family=FAMILY,
        action=f"request.{event}",
        actor=actor,
        subject=request,
        payload={"from": before, "to": request.state, **(payload or {})},
        now=now,
    )


def write_step(request: HostRequest, event: str, *, actor: Actor | None, now: datetime, note: str = "") -> None:
    """Add a line to the timeline of the request."""
    HostRequestStep.objects.create(
        request=request,
        event=event,
        state=request.state,
        at=now,
        author_id=actor.person_id if actor else None,
        note=note[:2000],
    )
