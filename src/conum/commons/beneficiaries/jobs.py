"""Jobs of beneficiaries: forgetting."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.commons.beneficiaries import operations
from conum.commons.beneficiaries.models import Beneficiary
from conum.kernel.jobs import every, job
from conum.kernel.retention import purge


@every("*/5 * * * *")
@job("beneficiaries.sweep")
def sweep(timestamp: int) -> None:
    """Delete the identifications that led nowhere."""
    operations.sweep(now=timezone.now())


@purge("beneficiaries.Beneficiary/details", "privacy.beneficiary_inactive", _("Naissance et coordonnées des usagers"))
def old_details(before: datetime) -> QuerySet[Beneficiary]:
    """Citizens of whom nothing lives since then, but whose name a proof still carries."""
    kept = ~Q(email="") | ~Q(phone="") | Q(birth__isnull=False)
    return Beneficiary.objects.filter(kept, active_until__lt=before, bound=True, anonymised_at=None)


@old_details.erase
def erase_details(rows: list[Beneficiary], now: datetime) -> None:
    """Erase birth, e-mail and phone."""
    operations.erase_details([row.pk for row in rows], now=now)


@purge("beneficiaries.Beneficiary", "privacy.beneficiary_inactive", _("Usagers sans preuve à conserver"))
def old_beneficiaries(before: datetime) -> QuerySet[Beneficiary]:
    """Citizens of whom nothing lives since then."""
    return Beneficiary.objects.filter(active_until__lt=before, bound=False, anonymised_at=None)


@old_beneficiaries.erase
def anonymise_beneficiaries(rows: list[Beneficiary], now: datetime) -> None:
    """Anonymise them."""
    operations.anonymise([row.pk for row in rows], now=now)


@purge("beneficiaries.Beneficiary/bound", "privacy.mandate_proof", _("Usagers dont la preuve de mandat est échue"))
def old_bound(before: datetime) -> QuerySet[Beneficiary]:
    """Citizens whose proof itself is over."""
    return Beneficiary.objects.filter(active_until__lt=before, bound=True, anonymised_at=None)


@old_bound.erase
def anonymise_bound(rows: list[Beneficiary], now: datetime) -> None:
    """Anonymise them."""
    operations.anonymise([row.pk for row in rows], now=now)
