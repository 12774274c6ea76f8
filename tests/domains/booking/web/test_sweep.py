"""Sentences of sheet 06 by their doors: usual durations, what fits a presence, walk-in hours, the next opening."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conum.domains.booking.models import Appointment, AppointmentType, AvailabilityRule, Occurrence
from conum.domains.booking.operations.presences import cancel_occurrence, stop_rule
from conum.domains.booking.queries.listings import walk_in_times
from conum.domains.places.queries.walk_ins import WalkIn
from conum.domains.places.web.views.finder_walk_ins import walk_in_words
from tests.domains.booking.rows import make_appointment, make_registration, make_workshop
from tests.factories_accounts import make_organisation, sign_in, signed_in
from tests.factories_places import make_place

pytestmark = pytest.mark.django_db
TYPE = {
    "name": "Aide aux impôts", "kind": "individual", "location_kind": "in_place", "duration": "",
    "bookable_by": "everyone", "min_minutes": "30", "max_days": "91", "buffer_before": "0", "buffer_after": "0",
    "professionals": "1", "visibility": "visible_notified", "active": "on",
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "kind", "minutes"),
    [("counsellor", "individual", 60), ("counsellor", "workshop", 120), ("mediator", "individual", 30)],
)
def test_a_type_without_duration_has_the_usual_one(client: Client, role: str, kind: str, minutes: int) -> None:
    """Section 8: 30 minutes; for a counsellor 60, 120 for a workshop; 30 minutes before, about three months ahead."""
    signed_in(client, role, organisation=make_organisation())
    page = client.get(reverse("booking:type_new")).content.decode()
    assert 'name="min_minutes" value="30"' in page and 'name="max_days" value="91"' in page
    assert client.post(reverse("booking:type_new"), TYPE | {"kind": kind}).status_code == 302
    made = AppointmentType.objects.get()
    assert (made.duration, made.min_delay) == (minutes, 1_800)


def test_a_delay_of_half_an_hour_survives_a_change(client: Client, desk: Any) -> None:
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    page = client.get(reverse("booking:type", args=[desk.kind.pk])).content.decode()
    assert 'name="min_minutes" value="30"' in page
    assert client.post(reverse("booking:type", args=[desk.kind.pk]), TYPE | {"name": "Autre"}).status_code == 302
    desk.kind.refresh_from_db()
    assert (desk.kind.min_delay, desk.kind.duration, desk.kind.name) == (1_800, 30, "Autre")


def test_BOO_01_a_presence_shorter_than_its_type_is_refused_beside_the_types(client: Client, desk: Any) -> None:
    """Section 13: duration longer than the presence."""
    AppointmentType.objects.filter(pk=desk.kind.pk).update(duration=180)
    signed_in(client, "host_manager", organisation=desk.organisation)
    given = {
        "people": str(desk.person.pk), "place": str(desk.place.pk), "types": str(desk.kind.pk), "access": "bookable",
        "first_day": desk.thursday.isoformat(), "start_time": "09:00", "end_time": "11:00", "frequency": "none",
        "interval": "1",
    }  # fmt: skip
    answer = client.post(reverse("booking:rule_new"), given)
    page = answer.content.decode()
    assert answer.status_code == 422 and "La permanence dure 120 min et un motif 180 min" in page
    assert AvailabilityRule.objects.count() == 1
    client.post(reverse("booking:rule_new"), given | {"end_time": "12:00"})
    assert AvailabilityRule.objects.count() == 2


def test_BOO_50_walk_in_hours_are_on_the_pages_of_the_place_and_a_cancelled_day_goes_at_once(
    client: Client, desk: Any
) -> None:
    address = reverse("booking:at_place", args=[desk.place.pk])
    shown = walk_in_times([desk.place.pk], desk.now)[desk.place.pk]
    assert len(shown) >= 3
    for page in (client.get(address), client.get(reverse("places:place", args=[desk.place.pk, "x"]), follow=True)):
        assert "Venir sans rendez-vous" in page.content.decode() and "12 h" in page.content.decode()
    day = Occurrence.objects.filter(rule=desk.rule, during__endswith__gt=desk.now).earliest("starts_at").day
    cancel_occurrence(rule_id=desk.rule.pk, day=day, actor=desk.actor, now=desk.now)
    assert walk_in_times([desk.place.pk], desk.now)[desk.place.pk][0] == shown[1]


WALK_IN = "Permanence sans rendez-vous"


def cancel_next(desk: Any) -> None:
    day = Occurrence.objects.filter(rule=desk.rule, during__endswith__gt=desk.now).earliest("starts_at").day
    cancel_occurrence(rule_id=desk.rule.pk, day=day, actor=desk.actor, now=desk.now)


def test_BOO_50_the_card_of_a_kept_search_tells_the_presence_and_a_cancelled_one_goes_at_once(
    client: Client, desk: Any, settings: Any
) -> None:
    settings.FINDER_KEPT_SECONDS = 300

    def said() -> str:
        page = client.get(reverse("places:finder"), {"ou": "Limoges"}).content.decode()
        found = re.search(rf"{WALK_IN} : [^<]+", page)
        return found[0] if found else ""

    first = said()
    assert first.endswith("de 9 h à 12 h") and said() == first
    cancel_next(desk)
    then = said()
    assert then.endswith("de 9 h à 12 h") and then != first
    stop_rule(rule_id=desk.rule.pk, actor=desk.actor, now=desk.now)
    assert said() == ""


def test_BOO_50_the_map_tells_the_presence_in_its_popup_and_its_drawing(client: Client, desk: Any) -> None:
    window = {"carte": f"14/{desk.place.latitude}/{desk.place.longitude}"}

    def told() -> tuple[str, Any]:
        answer = client.get(reverse("places:finder_geojson"), window)
        return answer.json()["features"][0]["properties"].get("walk_in", ""), answer

    first, answer = told()
    assert first.startswith(f"{WALK_IN} : ") and first.endswith("de 9 h à 12 h")
    assert "max-age=0" in answer["Cache-Control"]  # a browser asks again: nothing cancelled stays in sight
    drawing = client.get(reverse("places:finder_map"), window | {"partie": "dessin"}).content.decode()
    assert first in html.unescape(drawing)
    cancel_next(desk)
    assert told()[0] not in ("", first)
    stop_rule(rule_id=desk.rule.pk, actor=desk.actor, now=desk.now)
    last, answer = told()
    assert last == "" and "max-age=60" in answer["Cache-Control"]


def test_BOO_50_presences_of_a_list_cost_the_same_for_one_place_and_for_three(client: Client, desk: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("places:finder"), {"ou": "Limoges"})
        assert WALK_IN in page.content.decode()
        return len(asked)

    queries()
    one = queries()
    for _number in range(2):
        AvailabilityRule.objects.filter(pk=desk.rule.pk).update(place=make_place())
        make_place()
    assert queries() == one


def test_BOO_50_a_presence_under_way_says_until_when() -> None:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    here = WalkIn(now - timedelta(hours=1), now + timedelta(hours=2), "Europe/Paris")
    assert walk_in_words(here, now) == f"{WALK_IN} : en ce moment, jusqu'à 12 h"
    assert walk_in_words(here._replace(timezone="Indian/Reunion"), now).endswith("jusqu'à 15 h")


def test_a_day_beyond_the_horizon_is_told_when_it_opens(client: Client, desk: Any) -> None:
    """Section 13: next opening date told."""
    far = timezone.localdate(desk.now) + timedelta(days=400)
    page = client.get(reverse("booking:slots", args=[desk.kind.pk]), {"jour": far.isoformat()}).content.decode()
    assert "ouvre à la réservation le" in page and str((far - timedelta(days=91)).year) in page


def test_the_file_of_workshops_has_one_row_per_registration(client: Client, desk: Any) -> None:
    """Section 9: export one row per participation."""
    workshop = make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person])
    make_registration(desk.now, workshop, party_size=3)
    make_registration(desk.now, workshop)
    signed_in(client, "host_manager", organisation=desk.organisation)
    answer = client.get(reverse("booking:workshops_staff") + "?export=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 3 and '"Personnes inscrites"' in lines[0] and lines[1].count('"3"') == 1


@pytest.mark.parametrize("before", ["to_confirm", "attended"])
def test_BOO_25_any_end_may_be_corrected_to_any_other(client: Client, desk: Any, before: str) -> None:
    """Section 2: to confirm, or ended: any final state within `booking.correct_days`."""
    start = desk.now - timedelta(days=2)
    row = make_appointment(desk.now, start, type=desk.kind, place=desk.place, people=[desk.person], state=before)
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    page = client.get(reverse("booking:appointment", args=[row.pk])).content.decode()
    assert 'value="revoked"' in page and 'value="excused"' in page
    client.post(reverse("booking:attendance", args=[row.pk]), {"venue": "revoked"})
    assert Appointment.objects.get().state == "revoked"
