"""The screen of a waiting room: numbers at a secret address, for one day, closed by staff (BOO-52)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conum.commons.journal.models import JournalEntry
from conum.domains.booking.jobs import old_screens
from conum.domains.booking.models import Arrival, AvailabilityRule, Occurrence, TicketScreen
from conum.domains.booking.operations.arrivals import left, receive, record_arrival
from conum.domains.booking.operations.feeds import hash_of
from conum.domains.booking.operations.screens import close_screen, open_screen
from conum.domains.booking.queries.screens import board_of, live_screen
from conum.kernel.errors import OutOfSight
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor, sign_in, signed_in


@pytest.fixture
def today(desk: Any) -> Any:
    """A presence without appointment, held today, with three visitors."""
    day = timezone.localdate(desk.now, ZoneInfo("Europe/Paris"))
    desk.open = AvailabilityRule.objects.create(
        organisation=desk.organisation, place=desk.place, first_day=day, start_time="00:00", end_time="23:59",
        access="walk_in", created_at=desk.now, updated_at=desk.now,
    )  # fmt: skip
    desk.open.people.add(desk.person)
    end = desk.now + timedelta(hours=1)
    Occurrence.objects.create(rule=desk.open, day=day, starts_at=desk.now, during=(desk.now, end))
    desk.visitors = [record_arrival(rule_id=desk.open.pk, actor=desk.actor, now=desk.now) for _number in range(3)]
    return desk


def opened(desk: Any) -> str:
    return reverse("booking:screen", args=[open_screen(rule_id=desk.open.pk, actor=desk.actor, now=desk.now)])


@pytest.mark.django_db
class TestAddress:
    def test_BOO_52_it_shows_who_is_called_and_who_comes_next_never_a_name(self, client: Client, today: Any) -> None:
        address = opened(today)
        assert "Personne encore" in client.get(address).content.decode()
        receive(arrival_id=today.visitors[1].pk, actor=today.actor, now=today.now)
        page = client.get(address)
        html = page.content.decode()
        assert re.search(r'role="status">2<', html) and re.findall(r"<li>(\d)</li>", html) == ["1", "3"]
        assert "Lucie" not in html and page["X-Robots-Tag"] == "noindex" and "no-store" in page["Cache-Control"]
        assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in html

    def test_who_has_left_is_not_called_and_many_are_counted(self, today: Any) -> None:
        secret = open_screen(rule_id=today.open.pk, actor=today.actor, now=today.now)
        left(arrival_id=today.visitors[0].pk, actor=today.actor, now=today.now)
        for _number in range(5):
            record_arrival(rule_id=today.open.pk, actor=today.actor, now=today.now)
        board = board_of(live_screen(hash_of(secret), today.now))
        assert (board.called, board.coming, board.more) == (None, [2, 3, 4, 5, 6], 2)

    def test_BOO_52_it_is_of_its_day_only(self, client: Client, today: Any) -> None:
        secret = open_screen(rule_id=today.open.pk, actor=today.actor, now=today.now)
        assert live_screen(hash_of(secret), today.now) is not None
        assert live_screen(hash_of(secret), today.now + timedelta(days=1)) is None
        assert old_screens(today.now + timedelta(days=1)).count() == 1
        assert not TicketScreen.objects.filter(address_hash=secret).exists()

    def test_closed_changed_or_unknown_it_shows_nothing(self, client: Client, today: Any) -> None:
        first, second = opened(today), opened(today)
        assert client.get(first).status_code == 404 and client.get(second).status_code == 200
        assert close_screen(rule_id=today.open.pk, actor=today.actor, now=today.now)
        assert client.get(second).status_code == 404 and client.get("/attente/autre/").status_code == 404
        assert not close_screen(rule_id=today.open.pk, actor=today.actor, now=today.now)
        actions = (
            JournalEntry.objects.filter(action__startswith="screen.").order_by("pk").values_list("action", flat=True)
        )
        assert sorted(actions) == ["screen.close", "screen.close", "screen.open", "screen.open"]

    def test_BOO_50_only_a_presence_of_today_without_appointment_has_one(self, today: Any) -> None:
        with pytest.raises(RuleBroken):
            open_screen(rule_id=today.rule.pk, actor=today.actor, now=today.now)  # held on Thursdays
        AvailabilityRule.objects.filter(pk=today.open.pk).update(access="bookable")
        with pytest.raises(RuleBroken, match="que sur rendez-vous"):
            open_screen(rule_id=today.open.pk, actor=today.actor, now=today.now)

    def test_it_costs_the_same_with_one_ticket_and_more(self, client: Client, today: Any) -> None:
        address, asked = opened(today), []
        for _number in range(2):
            with CaptureQueriesContext(connection) as statements:
                client.get(address)
            asked.append(len(statements))
            record_arrival(rule_id=today.open.pk, actor=today.actor, now=today.now)
        assert asked[0] == asked[1]


@pytest.mark.django_db
class TestDesk:
    def test_staff_open_it_from_the_desk_read_its_address_once_and_close_it(self, client: Client, today: Any) -> None:
        sign_in(client, today.person, today.person.memberships.get(role="counsellor"))
        desk = reverse("booking:reception", args=[today.place.pk])
        page = client.post(desk, {"ecran": str(today.open.pk)}, follow=True).content.decode()
        address = re.search(r'href="[^"]*(/attente/[^"]+)"', page)[1]
        assert Client().get(address).status_code == 200
        again = client.get(desk).content.decode()
        assert "/attente/" not in again and "Un écran d&#x27;attente est ouvert" in again.replace("d'a", "d&#x27;a")
        client.post(desk, {"ecran_ferme": str(today.open.pk)})
        assert Client().get(address).status_code == 404

    def test_a_presence_of_elsewhere_is_not_shown(self, client: Client, today: Any) -> None:
        stranger = make_actor("counsellor")
        for operation in (open_screen, close_screen):
            with pytest.raises(OutOfSight):
                operation(rule_id=today.open.pk, actor=stranger, now=today.now)
        signed_in(client, "counsellor")
        desk = reverse("booking:reception", args=[today.place.pk])
        assert client.post(desk, {"ecran": str(today.open.pk)}).status_code == 404
        assert not TicketScreen.objects.exists()

    @pytest.mark.parametrize("given", ["", "x", "01981c3e-0000-7000-8000-000000000000"])
    def test_anything_else_opens_nothing(self, client: Client, today: Any, given: str) -> None:
        sign_in(client, today.person, today.person.memberships.get(role="counsellor"))
        answer = client.post(reverse("booking:reception", args=[today.place.pk]), {"ecran": given})
        assert answer.status_code in (302, 404) and not TicketScreen.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 375])
def test_BOO_52_it_refreshes_by_itself(visitors: Any, axe: Any, today: Any, width: int) -> None:
    page = visitors.open(opened(today), width=width)
    page.get_by_text("Personne encore").wait_for()
    axe(page)
    Arrival.objects.filter(pk=today.visitors[0].pk).update(received_at=today.now)
    page.get_by_role("status").get_by_text("1", exact=True).wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
