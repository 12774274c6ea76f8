"""Jobs of recruitment: what follows an event, and what the calendar brings."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.timezone import localdate

from conum.domains.recruitment.operations.contract_retention import purge_contracts
from conum.domains.recruitment.operations.identified import note_identified
from conum.domains.recruitment.operations.matching import refresh_for_candidate, refresh_for_host
from conum.domains.recruitment.operations.plans import compute_plan
from conum.domains.recruitment.operations.removals import purge
from conum.domains.recruitment.operations.shortlists import expire_due
from conum.domains.recruitment.operations.surveys import send_surveys, tell_proposals
from conum.domains.recruitment.operations.terminations import due_contracts, end_contract
from conum.domains.recruitment.queries.needs import hosts_changed_by_date
from conum.kernel.jobs import every, job


@job("recruitment.refresh_host")
def refresh_host(*, host_id: str) -> None:
    """Match the needs of one host again (REC-36)."""
    refresh_for_host(UUID(host_id), now=timezone.now())


@job("recruitment.refresh_candidate")
def refresh_candidate(*, candidate_id: str) -> None:
    """Match one candidate again (REC-36)."""
    refresh_for_candidate(UUID(candidate_id), now=timezone.now())


@job("recruitment.note_identified")
def note_identified_candidate(*, request_id: str) -> None:
    """Link or invite the candidate named by a request (sheet 02 section 3)."""
    note_identified(UUID(request_id), now=timezone.now())


@every("*/15 * * * *")
@job("recruitment.expire_shortlists")
def expire_shortlists(timestamp: int) -> None:
    """End the shortlists whose delay has passed (REC-35)."""
    while expire_due(now=timezone.now()):
        pass


@every("10 0 * * *")
@job("recruitment.turn_of_day")
def turn_of_day(timestamp: int) -> None:
    """End the contracts whose last day has passed, and refresh the hosts whose posts change state today."""
    now = timezone.now()
    for contract_id in due_contracts(localdate(now)):
        end_contract(contract_id, now=now)
    for host_id in hosts_changed_by_date(localdate(now)):
        refresh_for_host(host_id, now=now)


@every("30 7 * * *")
@job("recruitment.tell_proposals")
def tell_new_proposals(timestamp: int) -> None:
    """Tell candidates of their new proposals, once a day."""
    while tell_proposals(now=timezone.now()):
        pass


@every("0 8 * * 2")
@job("recruitment.send_surveys")
def send_availability_surveys(timestamp: int) -> None:
    """Ask silent candidates whether they are still available."""
    while send_surveys(now=timezone.now()):
        pass


@every("20 2 * * *")
@job("recruitment.purge")
def purge_recruitment(timestamp: int) -> None:
    """Apply retention to applications, CVs and contracts (PRI-04)."""
    purge(now=timezone.now())
    purge_contracts(now=timezone.now())


@job("recruitment.compute_plan")
def compute_national_plan(*, plan_id: str) -> None:
    """Compute a national plan and its variants (REC-34)."""
    compute_plan(UUID(plan_id), now=timezone.now())
