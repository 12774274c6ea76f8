"""Retention of contracts: evidence, salary and manager erased after the delay, dates kept (sheet 11 section 2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from conum.commons.files.models import StoredFile
from conum.commons.files.operations import erase
from conum.commons.programme.parameters import CONTRACT_AFTER
from conum.domains.recruitment.enums import ContractState
from conum.domains.recruitment.models import EmploymentContract
from conum.domains.recruitment.rules.clocks import months_after

OVER = (ContractState.ENDED, ContractState.TERMINATED, ContractState.CANCELLED)
MANAGER = ("manager_first_name", "manager_last_name", "manager_function", "manager_email", "manager_phone")


def purge_contracts(*, now: datetime, dry_run: bool = False, at_most: int = 500) -> dict[str, int]:
    """Erase what old contracts hold of people; returns counts, never names. Safe to run again (PRI-04)."""
    old = _old(now)
    counts = {"contracts": old.count()}
    if not dry_run:
        for pk in list(old.values_list("pk", flat=True)[:at_most]):
            _erase(pk, now)
    return counts


def _old(now: datetime) -> QuerySet[EmploymentContract]:
    today = localdate(now)
    limit = months_after(today, -CONTRACT_AFTER.on(today))
    over = Q(ended_on__lt=limit) | Q(state=ContractState.CANCELLED, cancelled_at__date__lt=limit)
    return EmploymentContract.objects.filter(over, state__in=OVER, manager_email__gt="").order_by("pk")


@transaction.atomic
def _erase(pk: UUID, now: datetime) -> None:
    contract = EmploymentContract.objects.select_for_update(no_key=True).get(pk=pk)
    files = [contract.evidence_id, contract.part_time_evidence_id]
    for name in MANAGER:
        setattr(contract, name, "")
    contract.gross_monthly_salary = contract.evidence = contract.part_time_evidence = None
    contract.updated_at = now
    contract.save()
    for related in (contract.changes, contract.terminations, contract.leaves):
        files += list(related.values_list("evidence", flat=True))
        related.update(evidence=None, updated_at=now)
    contract.changes.update(new_salary=None)
    contract.leaves.all().delete()
    for file in StoredFile.objects.filter(pk__in=[key for key in files if key]):
        erase(file, now=now)
