"""Which posts a contract holds: told to positions, which cannot see contracts (POS-42, POS-43, POS-46)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from conum.domains.recruitment.enums import LIVE_CONTRACTS
from conum.domains.recruitment.models import EmploymentContract


def held_by_contract(attachments: Collection[UUID], day: date) -> set[UUID]:
    """Return the attachments with a contract submitted, active or in termination, whatever the day."""
    rows = EmploymentContract.objects.filter(attachment__in=attachments, state__in=LIVE_CONTRACTS)
    return set(rows.values_list("attachment", flat=True))
