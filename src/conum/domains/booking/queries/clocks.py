"""Which clock and which calendar of holidays a place or an organisation lives by (BOO-02, BOO-03)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from conum.commons.accounts.models import Organisation
from conum.commons.territories.queries.holidays import clock_of
from conum.domains.booking.parameters import SERIES_HORIZON
from conum.domains.places.models import Place
from conum.kernel.statements import planned

NATIONAL = ""
PARIS = "Europe/Paris"
COMMUNE_OF_PLACE = "SELECT commune_id FROM places_place WHERE id = %s"
COMMUNE_OF_ORGANISATION = "SELECT commune_id FROM accounts_organisation WHERE id = %s"


def zone_of(place_id: UUID | None, organisation_id: UUID) -> str:
    """Return the name of the time zone of the place, else of the organisation's commune, else of Paris."""
    text = COMMUNE_OF_PLACE if place_id else COMMUNE_OF_ORGANISATION
    [(commune,)] = planned(text, [place_id or organisation_id]) or [(None,)]
    return clock_of(commune) if commune else PARIS


def departments(place_ids: Iterable[UUID], organisation_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return place or organisation → code of its département, for those that have one."""
    found: dict[UUID, str] = {}
    for model, keys in ((Place, place_ids), (Organisation, organisation_ids)):
        rows = model.objects.filter(pk__in=set(keys), commune__isnull=False)
        found |= dict(rows.values_list("pk", "commune__department_id"))
    return found


def horizon(today: date) -> date:
    """Return the last day for which presences and workshops exist as rows (`booking.series_horizon`)."""
    months = today.month - 1 + SERIES_HORIZON.on(today)
    year, month = today.year + months // 12, months % 12 + 1
    return date(year, month, min(today.day, 28))
