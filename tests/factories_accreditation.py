"""Leads and cards of accredited organisations, for the tests."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.commons.accounts.queries.actors import actor_of
from conum.domains.mandates.gateways import secrets
from conum.domains.mandates.models import Accreditation, Helper, HelperLead, TotpCard
from conum.domains.mandates.rules.codes import code_at, step_of
from tests.factories_accounts import make_membership, make_person

NUMBERS = count(1)
SEED = bytes(range(20))


def make_lead(accreditation: Accreditation, *, now: datetime, **changes: Any) -> HelperLead:
    """Return a lead with an account and the role."""
    person = changes.pop("person", None) or make_person()
    make_membership(Role.HELPER_LEAD, person, organisation=accreditation.organisation)
    known = {"first_name": "Lou", "last_name": "Bernard", "email": f"lou.bernard{next(NUMBERS)}@example.org"}
    return HelperLead.objects.create(
        accreditation=accreditation,
        organisation=accreditation.organisation,
        person=person,
        created_at=now,
        updated_at=now,
        **{**known, **changes},
    )


def lead_actor(lead: HelperLead) -> Actor:
    """Return the actor the lead is in the organisation."""
    assert lead.person is not None
    membership = lead.person.memberships.filter(organisation=lead.organisation, role=Role.HELPER_LEAD).first()
    return actor_of(lead.person, membership)


def make_card(serial: str = "", *, now: datetime, helper: Helper | None = None, **changes: Any) -> TotpCard:
    """Return a card of the stock, or in service when a helper is given."""
    serial = serial or f"GADT{next(NUMBERS):06d}"
    held = {"helper": helper, "assigned_at": now, "validated_at": now} if helper else {}
    known = {
        "sealed_seed": secrets.seal(SEED, serial),
        "key_id": secrets.current_key(),
        "step_seconds": 60,
        "created_at": now,
        "updated_at": now,
    }
    return TotpCard.objects.create(serial=serial, **{**known, **held, **changes})


def shown(card: TotpCard, now: datetime, drift: int = 0) -> str:
    """Return the code the card shows, its clock ahead by `drift` steps."""
    return code_at(SEED, step_of(now, card.step_seconds) + drift, card.step_seconds)
