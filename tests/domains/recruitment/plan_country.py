"""A few posts and candidates around Limoges, for the tests of the national plan."""

from __future__ import annotations

from datetime import UTC, date, datetime

from conum.domains.recruitment.models import NationalPlan
from conum.domains.recruitment.operations.plans import ask_plan, compute_plan
from tests.factories_accounts import make_actor
from tests.factories_positions import LIMOGES, make_attachment, make_host
from tests.factories_recruitment import BRIVE, GUERET, POINTE_A_PITRE, make_candidate, make_need

NOON = datetime(2021, 6, 8, 10, 0, tzinfo=UTC)


def make_country() -> None:
    """Two posts in Limoges, one in Brive, one in Guéret, one in Pointe-à-Pitre; four candidates.

    One of Limoges for 20 km, one of Limoges for the whole of France, one of Brive free in August only, one of
    Guéret for 5 km.
    """
    for commune, posts in ((LIMOGES, 2), (BRIVE, 1), (GUERET, 1), (POINTE_A_PITRE, 1)):
        host = make_host(commune)
        attachments = [make_attachment(host) for _ in range(posts)]
        zone = "971" if commune == POINTE_A_PITRE else ""
        make_need(attachments[0], vacant_posts=posts, zone=zone)
    make_candidate(LIMOGES, mobility_km=20)
    make_candidate(LIMOGES, mobility_km=2000)
    make_candidate(BRIVE, mobility_km=10, available_from=date(2021, 8, 1))
    make_candidate(GUERET, mobility_km=5)


def computed(extra_km: int = 0) -> NationalPlan:
    """A plan asked by a national administrator and computed, with its variant."""
    plan = ask_plan(make_actor("national_admin"), now=NOON, extra_km=extra_km)
    compute_plan(plan.pk, now=NOON)
    plan.refresh_from_db()
    return plan
