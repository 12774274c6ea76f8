"""Sweeping what the provider no longer needs: procedures after a day, uses once the proof is over."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.models import Use
from conum.domains.mandates.operations import erasing, oidc_procedures
from conum.kernel.jobs import every, job
from conum.kernel.retention import purge


@every("25 * * * *")
@job("mandates.sweep_procedures")
def sweep_procedures(timestamp: int) -> None:
    """Each hour, delete codes and tokens a day old, client assertions and keys that are over."""
    oidc_procedures.sweep(now=datetime.fromtimestamp(timestamp, UTC))


@purge("mandates.Use", "privacy.mandate_proof", _("Utilisations des mandats"))
def old_uses(before: datetime) -> QuerySet[Use]:
    """Uses of authorisations that ended before."""
    return Use.objects.filter(authorisation__expires_at__lt=before)


@old_uses.erase
def forget_uses(rows: list[Use], now: datetime) -> None:
    """The line of the journal remains, without a name (sheet 11)."""
    erasing.forget_uses([row.pk for row in rows])
