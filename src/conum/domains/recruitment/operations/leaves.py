"""Leaves: dates and evidence, so that reminders stop (REC-55)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.files.operations import store
from conum.domains.recruitment.enums import CONTRACT_EVIDENCE
from conum.domains.recruitment.models import Leave
from conum.domains.recruitment.operations.contracts import journal_contract, lock_contract
from conum.domains.recruitment.permissions import RECORD_LEAVE
from conum.domains.recruitment.rules.contracts import leave_within_contract
from conum.kernel.errors import ConumError


@transaction.atomic
def record_leave(
    contract_id: UUID,
    starts_on: date,
    ends_on: date | None,
    actor: Actor,
    *,
    now: datetime,
    evidence: UploadedFile | None = None,
) -> Leave:
    """Record a leave; its cause is never asked. The grant goes on, a replacement is not funded.

    Raises:
        OutOfSight, PermissionRefused; RuleBroken: REC-55; ConumError: ends before it starts, or overlaps another.
    """
    contract = lock_contract(contract_id)
    RECORD_LEAVE.require(actor, contract)
    leave_within_contract.check(starts_on, contract.starts_on, contract.ends_on)
    if ends_on and ends_on < starts_on:
        raise ConumError(_("Le dernier jour est avant le premier jour."), field="ends_on")
    theirs = contract.leaves.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if (theirs.filter(starts_on__lte=ends_on) if ends_on else theirs).exists():
        raise ConumError(_("Un congé est déjà enregistré sur ces dates."), field="starts_on")
    leave = Leave(contract=contract, starts_on=starts_on, ends_on=ends_on, created_at=now, updated_at=now)
    if evidence:
        leave.evidence = store(upload=evidence, purpose=CONTRACT_EVIDENCE, owner=leave, actor=actor, now=now)
    leave.save(force_insert=True)
    journal_contract("record_leave", contract, actor, now)
    return leave
