"""Jobs of mandates: notices before the end, the end itself, and what is forgotten."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.models import MandateDocument
from conum.domains.mandates.operations import consents, ending, papers, preparing
from conum.domains.mandates.queries.mandates import papers_over
from conum.kernel.jobs import every, job
from conum.kernel.retention import purge


@every("15 6 * * *")
@job("mandates.tell_endings")
def tell_endings(timestamp: int) -> None:
    """Tell helpers of the mandates that end soon (MAN-17)."""
    while ending.tell_endings(now=timezone.now()):
        pass


@every("5 0 * * *")
@job("mandates.note_expiries")
def note_expiries(timestamp: int) -> None:
    """Write the ends of the day in the journal."""
    while ending.note_expiries(now=timezone.now()):
        pass


@every("* * * * *")
@job("mandates.sweep_consents")
def sweep_consents(timestamp: int) -> None:
    """End the questions nobody answered in time (MAN-20)."""
    consents.sweep(now=timezone.now())


@every("*/30 * * * *")
@job("mandates.sweep_preparations")
def sweep_preparations(timestamp: int) -> None:
    """Delete the preparations over for a day."""
    preparing.sweep(now=timezone.now())


@purge("mandates.MandateDocument", "privacy.mandate_proof", _("Attestations de mandat"))
def old_papers(before: datetime) -> QuerySet[MandateDocument]:
    """Papers of the mandates ended before."""
    return papers_over(before)


@old_papers.erase
def erase_papers(rows: list[MandateDocument], now: datetime) -> None:
    """Erase the PDF; digest and dates stay."""
    papers.erase([row.pk for row in rows], now=now)
