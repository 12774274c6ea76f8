"""Mandates of a host, for the doors."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone

from conum.commons.accounts.models import Organisation
from conum.domains.mandates.models import MandateTransfer
from tests.factories_accounts import make_organisation, siret
from tests.factories_mandate_life import make_accreditation, make_helper, prepared, signed_mandate

NUMBERS = count(95_000)
"""Of SIREN that the demonstration does not give."""


def mandates_of(host: Organisation) -> dict[str, Any]:
    """A helper of this host, a signed mandate, one in preparation, and one that another organisation hands over."""
    now = timezone.now()
    helper = make_helper(make_accreditation(host, now=now), now=now)
    mandate = signed_mandate(helper, f"citizen-{host.pk}", now=now)
    other = make_organisation(siret=siret(next(NUMBERS)))
    elsewhere = signed_mandate(make_helper(make_accreditation(other, now=now), now=now), f"other-{host.pk}", now=now)
    transfer = MandateTransfer.objects.create(
        mandate=elsewhere,
        to_organisation=host,
        state="accepted",
        proposed_by=elsewhere.signed_by,
        proposed_at=now,
        answered_by=helper,
        answered_at=now,
    )
    return {
        "helper": helper,
        "mandate": mandate,
        "citizen": mandate.beneficiary,
        "preparation": prepared(helper, f"citizen-{host.pk}", now=now),
        "mandate_transfer": transfer,
    }
