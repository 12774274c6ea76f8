"""The colour and the grid of a type: chosen in its form, read in the week, never the colour alone (BOO-04)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from conum.domains.booking.enums import Colour
from conum.domains.booking.models import AppointmentType
from conum.domains.booking.queries.slots import slots_for
from tests.domains.booking.rows import make_appointment, make_type, make_workshop
from tests.factories_accounts import sign_in

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def lucie(client: Client, desk: Any) -> Client:
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    return client


def form_of(client: Client, desk: Any) -> dict[str, Any]:
    """What the form of the type shows, as a browser would send it again."""
    initial = client.get(reverse("booking:type", args=[desk.kind.pk])).context["form"].initial
    return {name: value for name, value in initial.items() if value is not None and value is not False}


def test_BOO_04_colour_and_grid_are_kept_shown_again_and_shift_the_slots(lucie: Client, desk: Any) -> None:
    given = form_of(lucie, desk) | {"colour": "green_emeraude", "grid": "15"}
    assert lucie.post(reverse("booking:type", args=[desk.kind.pk]), given).status_code == 302
    kept = AppointmentType.objects.get(pk=desk.kind.pk)
    assert (kept.colour, kept.grid, kept.duration) == (Colour.GREEN_EMERAUDE, 15, 30)
    shown = form_of(lucie, desk)
    assert (shown["colour"], shown["grid"]) == ("green_emeraude", 15)
    start = datetime.combine(desk.thursday, time(9), PARIS)
    window = {"first": start, "last": start + timedelta(hours=1), "now": desk.now, "audience": "staff"}
    hours = [slot.starts_at.astimezone(PARIS).strftime("%H:%M") for slot in slots_for(type_id=kept.pk, **window)]
    assert hours == ["09:00", "09:15", "09:30", "09:45", "10:00"]
    page = lucie.get(reverse("booking:types")).content.decode()
    assert "Vert émeraude" in page and "un départ toutes les 15 min" in page


def test_both_may_be_left_empty_again(lucie: Client, desk: Any) -> None:
    AppointmentType.objects.filter(pk=desk.kind.pk).update(colour="blue_france", grid=15)
    given = form_of(lucie, desk) | {"colour": "", "grid": ""}
    assert lucie.post(reverse("booking:type", args=[desk.kind.pk]), given).status_code == 302
    kept = AppointmentType.objects.get(pk=desk.kind.pk)
    assert (kept.colour, kept.grid, kept.step) == ("", None, 30)


def test_in_the_week_the_name_of_the_type_stands_beside_its_colour(lucie: Client, desk: Any) -> None:
    kind = make_type(organisation=desk.organisation, name="Impôts", colour="purple_glycine")
    grouped = make_type(organisation=desk.organisation, name="Tablette", kind="workshop", colour="yellow_moutarde")
    start = datetime.combine(desk.thursday, time(10), PARIS)
    make_appointment(desk.now, start, type=kind, place=desk.place, people=[desk.person])
    make_workshop(desk.now, start + timedelta(hours=3), type=grouped, place=desk.place, people=[desk.person])
    page = lucie.get(reverse("booking:week"), {"jour": desk.thursday.isoformat()}).content.decode()
    for colour, name in (("purple_glycine", "Impôts"), ("yellow_moutarde", "Tablette")):
        item = page.split(f"bk-colour--{colour}")[1].split("</li>")[0]
        assert name in item


def test_the_database_knows_the_colours(desk: Any) -> None:
    with pytest.raises(IntegrityError, match="appointment_type_colour_known"), transaction.atomic():
        AppointmentType.objects.filter(pk=desk.kind.pk).update(colour="rose")
