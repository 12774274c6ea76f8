"""Which posts a contract holds: told to positions, which cannot see contracts (POS-42, POS-43, POS-46)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership
from conum.commons.accounts.queries.people import in_force
from conum.domains.recruitment.enums import LIVE_CONTRACTS
from conum.domains.recruitment.models import EmploymentContract

HELPERS = (Role.COUNSELLOR, Role.COORDINATOR, Role.MEDIATOR)


def held_by_contract(attachments: Collection[UUID], day: date) -> set[UUID]:
    """Return the attachments with a contract submitted, active or in termination, whatever the day."""
    rows = EmploymentContract.objects.filter(attachment__in=attachments, state__in=LIVE_CONTRACTS)
    return set(rows.values_list("attachment", flat=True))


def employers(person_id: UUID, day: date) -> set[UUID]:
    """Return the organisations for which a person helps the public on a day, whatever the contract behind it.

    A person whose contract ends may go on elsewhere, or at the same host as its mediator: what they do there stays.
    """
    held = Membership.objects.filter(in_force(day), person=person_id, role__in=HELPERS, organisation__isnull=False)
    return set(held.values_list("organisation", flat=True))
