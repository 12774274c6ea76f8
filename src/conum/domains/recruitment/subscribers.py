"""What recruitment listens to: only what changed is matched again (REC-36)."""

from __future__ import annotations

from uuid import UUID

from conum.domains.positions.events import (
    HostRequestApproved,
    HostRequestClosed,
    HostRequestConfirmed,
    PostFilled,
    PostHandedBack,
    PostsOpened,
    PostVacated,
)
from conum.domains.recruitment.events import CandidateChanged
from conum.kernel.events import subscribe
from conum.kernel.jobs import defer

PostEvent = HostRequestApproved | HostRequestClosed | PostsOpened | PostFilled | PostVacated | PostHandedBack


def refresh_host(host_id: UUID) -> None:
    """Queue the matching of one host, once whatever the number of facts."""
    defer("recruitment.refresh_host", key=f"recruitment.host/{host_id}", host_id=str(host_id))


@subscribe(CandidateChanged)
def candidate_changed(event: CandidateChanged) -> None:
    """Match the candidate again."""
    key = f"recruitment.candidate/{event.candidate_id}"
    defer("recruitment.refresh_candidate", key=key, candidate_id=str(event.candidate_id))


@subscribe(HostRequestConfirmed)
def request_confirmed(event: HostRequestConfirmed) -> None:
    """The host may have named a candidate: link or invite them."""
    key = f"recruitment.identified/{event.request_id}"
    defer("recruitment.note_identified", key=key, request_id=str(event.request_id))


@subscribe(PostsOpened)
@subscribe(PostFilled)
@subscribe(PostVacated)
@subscribe(PostHandedBack)
@subscribe(HostRequestApproved)
@subscribe(HostRequestClosed)
def posts_changed(event: PostEvent) -> None:
    """A post opened, was filled, vacated or handed back; the pool opened or closed."""
    refresh_host(event.host_id)
