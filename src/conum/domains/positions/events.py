"""What the positions module tells the modules above: facts with keys and dates, never names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from conum.kernel.events import Event


@dataclass(frozen=True)
class HostRequestConfirmed(Event):
    """The applicant confirmed the address: the request waits for the opinion and the committee."""

    request_id: UUID


@dataclass(frozen=True)
class HostRequestApproved(Event):
    """The committee granted posts: the host may look for candidates."""

    request_id: UUID
    host_id: UUID
    decision_id: UUID


@dataclass(frozen=True)
class HostRequestClosed(Event):
    """The request ended without, or no longer with, posts: the host loses the pool, keeps the history."""

    request_id: UUID
    host_id: UUID
    state: str


@dataclass(frozen=True)
class PostsOpened(Event):
    """Vacant posts appeared at a host (grant, addition, transfer)."""

    request_id: UUID | None
    host_id: UUID
    kind: str
    attachment_ids: tuple[UUID, ...]
    opened_on: date


@dataclass(frozen=True)
class PostFilled(Event):
    """A counsellor is on the post from `starts_on`."""

    attachment_id: UUID
    host_id: UUID
    person_id: UUID
    starts_on: date


@dataclass(frozen=True)
class PostVacated(Event):
    """The last day of the counsellor on the post was `ends_on`; the post is vacant the day after."""

    attachment_id: UUID
    host_id: UUID
    person_id: UUID
    ends_on: date


@dataclass(frozen=True)
class PostHandedBack(Event):
    """The attachment ended and nothing follows: the post no longer waits for anybody there."""

    attachment_id: UUID
    host_id: UUID
    ends_on: date


@dataclass(frozen=True)
class QuotasAdopted(Event):
    """A scenario became the quotas of its départements from `valid_from` on."""

    scenario_id: UUID
    kind: str
    valid_from: date


@dataclass(frozen=True)
class PostsReturned(Event):
    """A host gave posts back, confirmed by letter: the funding module computes the sums to return (POS-45, FUN-50)."""

    amendment_id: UUID
    request_id: UUID
    host_id: UUID
    kind: str
    attachment_ids: tuple[UUID, ...]
    ends_on: date
    letter_reference: str


@dataclass(frozen=True)
class PostTransferred(Event):
    """A post went from one host to another; the old attachment ended the day before `starts_on`."""

    transfer_id: UUID
    post_id: UUID
    from_attachment_id: UUID
    to_attachment_id: UUID
    from_host_id: UUID
    to_host_id: UUID
    starts_on: date
