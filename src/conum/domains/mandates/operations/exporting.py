"""Exports that carry names: the fact journalled, the reason asked of a professional (PRI-11)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.beneficiaries.models import Beneficiary
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.permissions.mandates import MANDATE_EXPORT


@transaction.atomic
def note(reason: str, count: int, *, actor: Actor, now: datetime, address: str | None) -> str:
    """Journal an export and return the mark written on each of its lines.

    The reason, free text, goes on the file and not in the journal, which holds no word of a person.
    """
    MANDATE_EXPORT.require(actor)
    subject = ("accounts.Organisation", str(actor.organisation_id))
    trace("mandates.export", actor=actor, subject=subject, payload={"lines": count}, now=now, address=address)
    at = localtime(now)
    return _("{name}, le {day} à {hour} : {reason}").format(
        name=actor.name, day=f"{at:%d/%m/%Y}", hour=f"{at:%H:%M}", reason=reason
    )


@transaction.atomic
def note_own(citizen: Beneficiary, kind: str, *, now: datetime, address: str | None) -> None:
    """Journal that citizens took a copy of what concerns them; nobody asks them why.

    Args:
        kind: `json`, `csv` or `pdf`.
    """
    trace(
        "citizen.export", actor=None, subject=citizen, payload={"by": "citizen", "kind": kind}, now=now, address=address
    )
