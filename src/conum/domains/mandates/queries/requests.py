"""Applications as the administrator and the issuer read them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from conum.commons.accounts.models import Actor
from conum.domains.mandates.enums import OPEN_REQUESTS
from conum.domains.mandates.models import Accreditation, AccreditationRequest
from conum.domains.mandates.permissions.accreditation import requests_visible_to


def listed(actor: Actor | None) -> QuerySet[AccreditationRequest]:
    """Return the applications in reach with what the list shows."""
    helpers = Count("people", filter=Q(people__part="helper"))
    return requests_visible_to(actor).select_related("organisation").annotate(helpers_count=helpers)


def detailed(actor: Actor | None) -> QuerySet[AccreditationRequest]:
    """Return the applications in reach with everything their page shows."""
    return _whole(requests_visible_to(actor))


def followed() -> QuerySet[AccreditationRequest]:
    """Return the applications that were submitted, for the holder of a link."""
    return _whole(AccreditationRequest.objects.exclude(state="draft"))


def _whole(rows: QuerySet[AccreditationRequest]) -> QuerySet[AccreditationRequest]:
    return rows.select_related("organisation__commune", "department", "accreditation").prefetch_related(
        "people", "messages__author"
    )


def is_open(organisation_id: UUID, except_for: UUID) -> bool:
    """Tell whether the organisation has another application under way."""
    rows = AccreditationRequest.objects.filter(organisation=organisation_id, state__in=OPEN_REQUESTS)
    return rows.exclude(pk=except_for).exists()


def is_accredited(organisation_id: UUID) -> bool:
    """Tell whether the organisation has an accreditation in force."""
    return Accreditation.objects.filter(organisation=organisation_id, state="active").exists()
