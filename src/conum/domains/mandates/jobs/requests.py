"""Applications that are over: drafts nobody confirmed or finished, names of those refused, closed or accredited."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.models import AccreditationRequest, EntryOrigin, Helper, HelperLead
from conum.domains.mandates.operations import erasing
from conum.kernel.retention import purge

NAME = "mandates.AccreditationRequest"


@purge(f"{NAME}/unconfirmed", "mandates.email_confirm_days", _("Demandes d'habilitation non confirmées"))
def unconfirmed(before: datetime) -> QuerySet[AccreditationRequest]:
    """Drafts whose address was never confirmed, left since before."""
    return AccreditationRequest.objects.filter(state="draft", confirmed_at=None, updated_at__lt=before)


@unconfirmed.erase
def erase_unconfirmed(rows: list[AccreditationRequest], now: datetime) -> None:
    """Delete them."""
    erasing.delete_drafts([row.pk for row in rows])


@purge(f"{NAME}/draft", "mandates.draft_days", _("Brouillons de demandes d'habilitation"))
def old_drafts(before: datetime) -> QuerySet[AccreditationRequest]:
    """Drafts left since before."""
    return AccreditationRequest.objects.filter(state="draft", updated_at__lt=before)


@old_drafts.erase
def erase_drafts(rows: list[AccreditationRequest], now: datetime) -> None:
    """Delete them."""
    erasing.delete_drafts([row.pk for row in rows])


@purge(NAME, "privacy.refused_request", _("Personnes des demandes d'habilitation décidées"))
def old_requests(before: datetime) -> QuerySet[AccreditationRequest]:
    """Applications decided before, whose names are still there."""
    return AccreditationRequest.objects.filter(decided_at__lt=before).exclude(issuer_email="")


@old_requests.erase
def erase_requests(rows: list[AccreditationRequest], now: datetime) -> None:
    """Leave organisation, dates, counts and decision; no name, no address, no text."""
    erasing.erase_requests([row.pk for row in rows])


@purge("mandates.Helper", "privacy.mandate_proof", _("Aidants partis"))
def old_helpers(before: datetime) -> QuerySet[Helper]:
    """Helpers who left before, still named."""
    return Helper.objects.filter(left_at__lt=before, anonymised_at=None)


@old_helpers.erase
def anonymise_helpers(rows: list[Helper], now: datetime) -> None:
    """Leave what the mandates refer to, without a name."""
    erasing.anonymise(Helper, [row.pk for row in rows], now=now)


@purge("mandates.HelperLead", "privacy.mandate_proof", _("Référents partis"))
def old_leads(before: datetime) -> QuerySet[HelperLead]:
    """Leads who left before, still named."""
    return HelperLead.objects.filter(left_at__lt=before, anonymised_at=None)


@old_leads.erase
def anonymise_leads(rows: list[HelperLead], now: datetime) -> None:
    """Leave no name."""
    erasing.anonymise(HelperLead, [row.pk for row in rows], now=now)


@purge("mandates.EntryOrigin", "mandates.address_hash_months", _("Adresses réseau du journal des mandats"))
def old_origins(before: datetime) -> QuerySet[EntryOrigin]:
    """Network addresses kept beside the journal since before."""
    return EntryOrigin.objects.filter(at__lt=before)


@old_origins.erase
def forget_origins(rows: list[EntryOrigin], now: datetime) -> None:
    """Only the keyed hash in the chain remains."""
    erasing.forget_origins([row.pk for row in rows])
