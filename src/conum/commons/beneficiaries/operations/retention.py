"""Forgetting citizens when their time is over (sheet 11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from conum.commons.beneficiaries.models import Beneficiary, FormerName
from conum.commons.beneficiaries.models.beneficiary import NAMELESS
from conum.commons.beneficiaries.operations.identities import FAMILY
from conum.commons.journal.operations import record


@transaction.atomic
def erase_details(ids: Iterable[UUID], *, now: datetime) -> None:
    """Erase what only acting in a citizen's name needs: birth, e-mail and phone; the name stays on the proof."""
    rows = Beneficiary.objects.filter(pk__in=ids, anonymised_at=None)
    rows.update(birth=None, email="", phone="", updated_at=now)


@transaction.atomic
def anonymise(ids: Iterable[UUID], *, now: datetime) -> None:
    """Keep nothing that leads back to the person, alone or together (PRI-06); the row stays for counts."""
    rows = Beneficiary.objects.select_for_update().filter(pk__in=ids, anonymised_at=None).order_by("pk")
    for beneficiary in list(rows):
        record(family=FAMILY, action="anonymise", actor=None, subject=beneficiary, payload={}, now=now)
        FormerName.objects.filter(beneficiary=beneficiary).delete()
        emptied = {**NAMELESS, "birth": None, "email": "", "phone": "", "anonymised_at": now, "updated_at": now}
        Beneficiary.objects.filter(pk=beneficiary.pk).update(**emptied)
