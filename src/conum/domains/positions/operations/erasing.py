"""Erasing what is over: names and texts go, the request and its numbers stay (sheet 11)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from conum.commons.journal.operations import record
from conum.domains.positions.enums import RequestState
from conum.domains.positions.models import HostRequest, HostRequestStep
from conum.domains.positions.operations.life import FAMILY

ERASED = "Texte effacé."  # stored, and long enough for the constraints on texts
OVER = (RequestState.REFUSED, RequestState.WITHDRAWN, RequestState.DUPLICATE, RequestState.CANCELLED)
NAMES = (
    "contact_first_name", "contact_last_name", "contact_function", "contact_email", "contact_phone",
    "candidate_email", "territory_note", "state_reason",
)  # fmt: skip


@transaction.atomic
def erase_requests(requests: list[HostRequest], *, now: datetime) -> None:
    """Erase the people and the free texts of requests that ended without posts, and of what was written on them."""
    for request in requests:
        for name in NAMES:
            setattr(request, name, "")
        request.motivation = ERASED
        request.save(update_fields=[*NAMES, "motivation"])
        request.opinions.update(comment=ERASED)
        request.decisions.exclude(observation="").update(observation=ERASED)
        request.decisions.exclude(no_opinion_reason="").update(no_opinion_reason=ERASED)
        request.overrides.update(reason=ERASED)
        HostRequestStep.objects.filter(request=request).update(note="")
        record(family=FAMILY, action="request.erase", actor=None, subject=request, payload={}, now=now)
