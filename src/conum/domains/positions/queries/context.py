"""What a prefect has before the eyes when writing an opinion (POS-13)."""

from __future__ import annotations

from datetime import date
from typing import Any

from conum.commons.accounts.enums import Label
from conum.commons.accounts.models import OrganisationLabel
from conum.commons.territories import queries as territories
from conum.domains.positions.models import HostRequest
from conum.domains.positions.queries.quotas import balance_of, open_on

FRANCE_SERVICES_SHOWN = 20


def opinion_context(request: HostRequest, day: date) -> dict[str, Any]:
    """Return the context of POS-13 for the département and commune of a request, ready to be frozen as JSON."""
    balance = balance_of(request.department_id, request.kind, day)
    zones = territories.zones_of(request.commune_id, on=day)
    return {
        "day": day.isoformat(),
        "quota": balance.quota,
        "granted": balance.granted,
        "filled": balance.filled,
        "requested": balance.requested,
        "remaining": balance.remaining,
        "fragility": _fragility(request, day),
        "zones": [{"kind": zone.kind, "code": zone.code, "name": zone.name} for zone in zones],
        "france_services": _france_services(request.department_id, day),
    }


def _fragility(request: HostRequest, day: date) -> list[dict[str, Any]]:
    found = []
    for level, code in (("commune", request.commune_id), ("department", request.department_id)):
        for version in ("v2", "v1"):
            index = territories.fragility_of(level, [code], version=version, on=day).get(code)
            if index:
                found.append({"level": level, "version": version, "score": float(index.score), "source": index.source})
    return found


def _france_services(department: str, day: date) -> list[str]:
    labels = OrganisationLabel.objects.filter(
        open_on(day), label=Label.FRANCE_SERVICES, organisation__commune__department=department
    )
    names = labels.order_by("organisation__name").values_list("organisation__name", flat=True)
    return list(names.distinct()[:FRANCE_SERVICES_SHOWN])
