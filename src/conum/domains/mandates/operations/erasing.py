"""What retention does to applications, helpers, leads, uses and network addresses (sheet 11)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from conum.domains.mandates.models import (
    AccreditationMessage,
    AccreditationRequest,
    AccreditationRequestPerson,
    EntryOrigin,
    Helper,
    HelperLead,
    Use,
)

ERASED_DOMAIN = "@compte.invalid"  # no mail can leave for it


@transaction.atomic
def delete_drafts(keys: Collection[UUID]) -> None:
    """Delete applications that were never submitted."""
    AccreditationRequest.objects.filter(pk__in=keys, state="draft").delete()


@transaction.atomic
def erase_requests(keys: Collection[UUID]) -> None:
    """Erase the names, addresses and texts of decided applications."""
    AccreditationRequestPerson.objects.filter(request__in=keys).delete()
    AccreditationMessage.objects.filter(request__in=keys).update(body="", author=None)
    AccreditationRequest.objects.filter(pk__in=keys).update(
        answers={}, proposal={}, issuer_first_name="", issuer_last_name="", issuer_profession="", issuer_email="",
        issuer_phone="", mission="", decision_reason="", person=None,
    )  # fmt: skip


@transaction.atomic
def anonymise(kind: type[Helper] | type[HelperLead], keys: Collection[UUID], *, now: datetime) -> None:
    """Leave a row that leads back to nobody: the mandates it signed keep their key."""
    nobody = Concat(Cast(F("pk"), CharField()), Value(ERASED_DOMAIN))
    kind.objects.filter(pk__in=keys).update(
        first_name="", last_name="", profession="", email=nobody, person=None, anonymised_at=now
    )


@transaction.atomic
def forget_origins(keys: Collection[UUID]) -> None:
    """Delete network addresses; the lines of the journal do not move."""
    EntryOrigin.objects.filter(pk__in=keys).delete()


@transaction.atomic
def forget_uses(keys: Collection[UUID]) -> None:
    """Delete uses whose proof is over; the lines of the journal do not move."""
    Use.objects.filter(pk__in=keys).delete()
