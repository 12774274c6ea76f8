"""Work done in the background: the watch over posts, and what positions keeps no longer (the retention run)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.domains.positions.enums import RequestState
from conum.domains.positions.models import HostRequest, HostRequestDraft, OpeningInterest
from conum.domains.positions.operations.acceptances import close_emptied
from conum.domains.positions.operations.erasing import OVER, erase_requests
from conum.domains.positions.operations.openings import tell_openings
from conum.domains.positions.operations.transfers import carry_out_due
from conum.domains.positions.operations.vacancies import watch_vacancies
from conum.kernel.jobs import every, job
from conum.kernel.retention import purge


@purge("positions.HostRequest/unconfirmed", "positions.email_confirm_days", _("Demandes jamais confirmées"))
def unconfirmed(before: datetime) -> QuerySet[HostRequest]:
    """Requests that nobody confirmed in time (POS-07)."""
    return HostRequest.objects.filter(state=RequestState.UNCONFIRMED, created_at__lt=before)


@unconfirmed.erase
def delete_unconfirmed(requests: list[HostRequest], now: datetime) -> None:
    """Delete them: no prefecture ever saw them."""
    HostRequest.objects.filter(pk__in=[request.pk for request in requests]).delete()


@purge("positions.HostRequest", "privacy.refused_request", _("Demandes refusées, abandonnées, annulées ou en double"))
def ended(before: datetime) -> QuerySet[HostRequest]:
    """Requests that ended without posts, whose people are still named."""
    return HostRequest.objects.filter(state__in=OVER, updated_at__lt=before).exclude(contact_email="")


@ended.erase
def erase_ended(requests: list[HostRequest], now: datetime) -> None:
    """Erase the names, keep the request."""
    erase_requests(requests, now=now)


@purge("positions.HostRequestDraft", "positions.email_confirm_days", _("Brouillons de demande oubliés"))
def drafts(before: datetime) -> QuerySet[HostRequestDraft]:
    """Drafts that nobody touched."""
    return HostRequestDraft.objects.filter(updated_at__lt=before)


@drafts.erase
def delete_drafts(rows: list[HostRequestDraft], now: datetime) -> None:
    """Delete them."""
    HostRequestDraft.objects.filter(pk__in=[row.pk for row in rows]).delete()


@purge("positions.OpeningInterest", "privacy.refused_request", _("Adresses laissées avant l'ouverture"))
def interests(before: datetime) -> QuerySet[OpeningInterest]:
    """Addresses left before the opening."""
    return OpeningInterest.objects.filter(created_at__lt=before)


@interests.erase
def delete_interests(rows: list[OpeningInterest], now: datetime) -> None:
    """Delete them."""
    OpeningInterest.objects.filter(pk__in=[row.pk for row in rows]).delete()


@every("27 3 * * *")
@job("positions.carry_out_transfers")
def carry_out_transfers(timestamp: int) -> None:
    """Move, each night, the posts of accepted transfers whose day has come (POS-46)."""
    carry_out_due(now=timezone.now())


@every("47 3 * * *")
@job("positions.close_emptied")
def close_emptied_requests(timestamp: int) -> None:
    """Close, each night, the requests whose last post has reached its last day (POS-44)."""
    close_emptied(now=timezone.now())


@every("37 6 * * *")
@job("positions.watch_vacancies")
def watch(timestamp: int) -> None:
    """Warn, each morning, the hosts whose posts stay vacant (POS-47)."""
    watch_vacancies(now=timezone.now())


@every("7 7 * * *")
@job("positions.tell_openings")
def tell_of_openings(timestamp: int) -> None:
    """Tell, each morning, those who asked to know when their class opens (POS-02)."""
    while tell_openings(now=timezone.now()):
        pass
