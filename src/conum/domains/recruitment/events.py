"""What recruitment tells; keys and dates only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from conum.kernel.events import Event


@dataclass(frozen=True)
class CandidateChanged(Event):
    """A candidate's place, radius, date, availability or visibility changed: matches are computed again."""

    candidate_id: UUID


@dataclass(frozen=True)
class CandidateRemoved(Event):
    """An application was deleted; every module forgets what it kept of it."""

    candidate_id: UUID
    person_id: UUID | None


@dataclass(frozen=True)
class CounsellorHired(Event):
    """A contract was validated: the person is a counsellor of the host and may be enrolled in training."""

    contract_id: UUID
    person_id: UUID
    host_id: UUID
    starts_on: date
    coordinator: bool


@dataclass(frozen=True)
class ContractEnded(Event):
    """A contract ended (its term or a termination): presence at places, bookings and tools close."""

    contract_id: UUID
    person_id: UUID
    host_id: UUID
    ended_on: date
    early: bool
    now: datetime


@dataclass(frozen=True)
class ContractRenewed(Event):
    """A renewal was accepted: a new contract follows on the same post, accesses are kept."""

    contract_id: UUID
    new_contract_id: UUID
    person_id: UUID
    starts_on: date
