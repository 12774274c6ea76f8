"""Dated values of the places module (sheet 05 section 8)."""

from __future__ import annotations

from decimal import Decimal

from conum.kernel.parameters import parameter

GEOCODE_ACCEPT = parameter(
    "places.geocode_accept", Decimal("0.75"), unit="score", source="[V] data.inclusion; 0.9 in the national pipeline"
)
FRESHNESS_MONTHS = parameter("places.freshness_months", (6, 12, 18), unit="months", source="[V] MIN source")
HIDE_AFTER = parameter("places.hide_after", 36, unit="months", source="[I]")
SOURCE_STALE = parameter("places.source_stale", 6, unit="months", source="[V] national pipeline")
MERGE_AUTO = parameter("places.merge_auto", Decimal("0.95"), unit="score", source="[I]")
MERGE_REVIEW = parameter("places.merge_review", Decimal("0.60"), unit="score", source="[I]")
MERGE_RADIUS = parameter("places.merge_radius_m", 300, unit="m", source="[I]")
SEARCH_RADIUS = parameter("places.search_radius_km", 50, unit="km", source="[V] data.inclusion")
SUMMARY_MAX = parameter("places.summary_max", 280, unit="characters", source="[V] schema v1.0.2")
NEAREST_ON_CLOSED = parameter("places.nearest_on_closed", 3, unit="places", source="[I]")
PERSON_SHOWN_AFTER = parameter(
    "places.person_shown_after", 0, unit="days", source="sheet 11 section 2: removed the same day"
)
DUMPS_KEPT = parameter("places.dumps_kept", 35, unit="days", source="[I]")
PRODUCER_ID = parameter("places.producer_id", "13002603200016", unit="SIRET or RNA", source="[M] ANCT")
DRAFT_KEPT = parameter("places.draft_kept", 1, unit="days", source="[I]")
NEED_V1 = parameter(
    "places.need_v1", (90, 100, 120), unit="index", source="[I] version 1 of the index: 100 is the average"
)
NEED_V2 = parameter("places.need_v2", (4, 6, 8), unit="mark", source="[I] version 2 of the index: a mark from 1 to 10")
GAP_NEED = parameter("places.gap_need", 3, unit="class of need, 1 to 4", source="[I]")
GAP_SUPPLY = parameter("places.gap_supply", Decimal(1), unit="places per 10 000 inhabitants", source="[I]")
