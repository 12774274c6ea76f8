"""The roll of a workshop, with network and without (BOO-43)."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conum.commons.journal.models import JournalEntry
from conum.domains.booking.models import Registration, Workshop
from conum.domains.booking.operations.roll import Count, Tick, take_roll
from conum.kernel.rules import RuleBroken
from tests.domains.booking.rows import make_contact, make_registration, make_workshop
from tests.factories_accounts import sign_in, signed_in

JSON = {"headers": {"Accept": "application/json"}}
SENT_AWAY = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


def begun(desk: Any, start: timedelta = timedelta(hours=-1)) -> Any:
    """A workshop that began an hour ago, with Ana alone and Zoé with a relative."""
    workshop = make_workshop(
        desk.now, desk.now + start, type=desk.grouped, place=desk.place, people=[desk.person], registered=3
    )
    desk.ana = make_registration(desk.now, workshop, contact=make_contact(desk.now, last_name="Abel"))
    zoe = make_contact(desk.now, first_name="Zoé", last_name="Zola")
    desk.zoe = make_registration(desk.now, workshop, contact=zoe, party_size=2)
    return workshop


def given(*ticks: tuple[Registration, str], **more: Any) -> dict[str, Any]:
    """The fields of the form for these answers."""
    rows = {f"venue-{row.pk}": answer for row, answer in ticks}
    return rows | {f"vu-{row.pk}": row.state_at.isoformat() for row, _answer in ticks} | more


def states() -> list[tuple[str, int | None]]:
    rows = Registration.objects.order_by("contact__last_name")
    return [(row.state, row.attended_size) for row in rows]


@pytest.mark.django_db
class TestWithNetwork:
    @pytest.fixture
    def lucie(self, client: Client, desk: Any) -> Client:
        sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
        return client

    def test_BOO_43_one_form_notes_everybody_and_a_count(self, lucie: Client, desk: Any) -> None:
        workshop = begun(desk)
        address = reverse("booking:roll", args=[workshop.pk])
        answers = given((desk.ana, "non"), (desk.zoe, "oui"), arrivals="4", arrivals_seen="0")
        page = lucie.post(address, answers | {f"combien-{desk.zoe.pk}": "1"}, follow=True).content.decode()
        assert "L&#x27;appel est noté." in page or "L'appel est noté." in page
        assert states() == [("no_show", None), ("attended", 1)]
        assert Workshop.objects.get().unregistered_arrivals == 4
        assert JournalEntry.objects.filter(action="workshop.arrivals").count() == 1

    def test_BOO_43_sent_again_it_changes_nothing(self, lucie: Client, desk: Any) -> None:
        workshop = begun(desk)
        address, answers = reverse("booking:roll", args=[workshop.pk]), given((desk.ana, "oui"), arrivals="2")
        first = lucie.post(address, answers | {"arrivals_seen": "0"}, **JSON).json()
        entries = JournalEntry.objects.count()
        again = lucie.post(address, answers | {"arrivals_seen": "0"}, **JSON).json()
        assert again == first and again["stayed"] == [] and JournalEntry.objects.count() == entries
        assert again["rows"][str(desk.ana.pk)]["answer"] == "oui" and again["arrivals"] == 2

    def test_BOO_43_what_somebody_else_noted_since_stays_and_is_told(self, lucie: Client, desk: Any) -> None:
        workshop = begun(desk)
        address, answers = reverse("booking:roll", args=[workshop.pk]), given((desk.ana, "oui"), arrivals="2")
        later = timezone.now()
        ticks = [Tick(desk.ana.pk, False, None, desk.ana.state_at)]
        take_roll(workshop_id=workshop.pk, ticks=ticks, count=Count(5, 0), actor=desk.actor, now=later)
        told = lucie.post(address, answers | {"arrivals_seen": "0"}, **JSON).json()["stayed"]
        assert len(told) == 2 and "Ana Abel : « Absent sans prévenir »" in told[0] and "5" in told[1]
        assert states()[0] == ("no_show", None) and Workshop.objects.get().unregistered_arrivals == 5

    def test_an_answer_is_corrected_from_the_list_that_shows_it(self, lucie: Client, desk: Any) -> None:
        workshop = begun(desk)
        address = reverse("booking:roll", args=[workshop.pk])
        lucie.post(address, given((desk.ana, "oui")))
        desk.ana.refresh_from_db()
        lucie.post(address, given((desk.ana, "non")))
        assert states()[0] == ("no_show", None)

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("arrivals", "201", "200"),
            ("arrivals", "dix", "nombre"),
            ("combien", "3", "2"),
            ("venue", "peut-être", "choix"),
        ],
    )
    def test_a_wrong_answer_is_told_beside_its_field_and_nothing_is_noted(
        self, lucie: Client, desk: Any, field: str, value: str, words: str
    ) -> None:
        workshop = begun(desk)
        name = field if field == "arrivals" else f"{field}-{desk.zoe.pk}"
        answers = given((desk.ana, "oui"), (desk.zoe, "oui"), arrivals="1") | {name: value}
        page = lucie.post(reverse("booking:roll", args=[workshop.pk]), answers)
        assert page.status_code == 422 and words in page.context["form"].errors[name][0]
        assert value in page.content.decode() or field == "venue"
        assert {state for state, _size in states()} == {"planned"}
        refused = lucie.post(reverse("booking:roll", args=[workshop.pk]), answers, **JSON)
        assert refused.status_code == 422 and words in refused.json()["refused"][0]

    def test_BOO_43_nothing_is_noted_before_the_start(self, lucie: Client, desk: Any) -> None:
        workshop = begun(desk, timedelta(hours=1))
        with pytest.raises(RuleBroken, match="à partir du début"):
            take_roll(workshop_id=workshop.pk, ticks=[], count=Count(1, 0), actor=desk.actor, now=desk.now)
        address = reverse("booking:roll", args=[workshop.pk])
        assert lucie.get(address).status_code == 200
        assert lucie.post(address, given((desk.ana, "oui"))).status_code == 422
        assert states()[0] == ("planned", None)

    def test_BOO_43_once_held_the_count_is_closed(self, desk: Any) -> None:
        workshop = begun(desk)
        Workshop.objects.filter(pk=workshop.pk).update(state="held", unregistered_arrivals=2)
        with pytest.raises(RuleBroken, match="ne change plus"):
            take_roll(workshop_id=workshop.pk, ticks=[], count=Count(3, 2), actor=desk.actor, now=desk.now)

    def test_a_cancelled_workshop_has_no_roll_and_a_registration_of_elsewhere_is_not_touched(
        self, lucie: Client, desk: Any
    ) -> None:
        workshop = begun(desk)
        other = make_registration(desk.now, make_workshop(desk.now))
        tick = Tick(other.pk, True, None, other.state_at)
        take_roll(workshop_id=workshop.pk, ticks=[tick], count=None, actor=desk.actor, now=desk.now)
        other.refresh_from_db()
        assert other.state == "planned"
        Workshop.objects.filter(pk=workshop.pk).update(state="cancelled")
        assert lucie.get(reverse("booking:roll", args=[workshop.pk])).status_code == 404

    def test_a_signed_out_device_is_sent_to_sign_in_and_changes_nothing(self, client: Client, desk: Any) -> None:
        workshop = begun(desk)
        answer = client.post(reverse("booking:roll", args=[workshop.pk]), given((desk.ana, "oui")), **JSON)
        assert answer.status_code == 302 and states()[0] == ("planned", None)

    def test_a_colleague_of_elsewhere_does_not_see_it(self, client: Client, desk: Any) -> None:
        workshop = begun(desk)
        signed_in(client, "counsellor")
        assert client.get(reverse("booking:roll", args=[workshop.pk])).status_code == 404

    def test_the_list_costs_the_same_with_one_registration_and_three(self, lucie: Client, desk: Any) -> None:
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        workshop = begun(desk)
        address = reverse("booking:roll", args=[workshop.pk])
        asked = []
        for _number in range(2):
            lucie.get(address)
            with CaptureQueriesContext(connection) as statements:
                lucie.get(address)
            asked.append(len(statements))
            make_registration(desk.now, workshop)
        assert asked[0] == asked[1]

    def test_the_worker_reaches_its_folder_alone(self, client: Client) -> None:
        answer = client.get(reverse("booking:roll_worker"))
        assert answer["Content-Type"].startswith("text/javascript") and answer["Cache-Control"] == "no-cache"
        assert "Service-Worker-Allowed" not in answer.headers


@pytest.mark.django_db(transaction=True)
class TestWithoutNetwork:
    @pytest.fixture
    def page(self, visitors: Any, desk: Any) -> Any:
        """Lucie on the roll, opened with the network and kept by the device."""
        self.workshop = begun(desk)
        client = Client()
        sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
        page = visitors.open(width=375, height=812)
        cookie = {"name": django_settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
        page.context.add_cookies([{**cookie, "url": visitors.base_url}])
        page.goto(reverse("booking:roll", args=[self.workshop.pk]))
        page.get_by_text("Cette page est prête").wait_for()
        yield page
        visitors.faults[:] = [fault for fault in visitors.faults if not any(sent in fault for sent in SENT_AWAY)]

    def test_BOO_43_answers_wait_on_the_device_and_leave_with_the_network(self, page: Any, axe: Any, desk: Any) -> None:
        page.context.set_offline(True)
        page.get_by_role("group", name="Ana Abel").get_by_label("Venu").check(force=True)
        page.get_by_label("Venus sans inscription").fill("3")
        page.get_by_label("Venus sans inscription").blur()
        page.get_by_text("gardées sur cet appareil : 2").wait_for()
        axe(page)
        page.reload()
        page.get_by_text("gardées sur cet appareil : 2").wait_for()
        assert page.get_by_role("group", name="Ana Abel").get_by_label("Venu").is_checked()
        assert page.get_by_label("Venus sans inscription").input_value() == "3"
        kept = page.evaluate("JSON.stringify(localStorage)")
        assert str(desk.ana.pk) in kept and "Ana" not in kept
        assert {state for state, _size in states()} == {"planned"}

        page.context.set_offline(False)
        page.get_by_text("Tout est enregistré.").wait_for()
        assert states() == [("attended", 1), ("planned", None)]
        assert Workshop.objects.get().unregistered_arrivals == 3
        assert str(desk.ana.pk) not in page.evaluate("JSON.stringify(localStorage)")
        axe(page)

    def test_BOO_43_somebody_else_s_answer_stays_and_is_told(self, page: Any, desk: Any) -> None:
        page.context.set_offline(True)
        page.get_by_role("group", name="Ana Abel").get_by_label("Venu").check(force=True)
        ticks = [Tick(desk.ana.pk, False, None, desk.ana.state_at)]
        _elsewhere(lambda: take_roll(
            workshop_id=self.workshop.pk, ticks=ticks, count=None, actor=desk.actor, now=timezone.now()
        ))  # fmt: skip
        page.context.set_offline(False)
        page.get_by_text("noté entre-temps par quelqu'un d'autre, reste").wait_for()
        assert page.get_by_role("group", name="Ana Abel").get_by_label("Absent").is_checked()
        assert states()[0] == ("no_show", None)

    def test_sign_out_forgets_what_the_device_kept(self, page: Any) -> None:
        page.context.set_offline(True)
        page.get_by_role("group", name="Ana Abel").get_by_label("Absent").check(force=True)
        page.get_by_text("gardées sur cet appareil : 1").wait_for()
        page.context.route("**/agenda/appel/**", lambda route: route.abort())  # the network is back, not the service
        page.context.set_offline(False)
        page.evaluate("document.querySelector('form[data-forgets]').requestSubmit()")
        page.wait_for_url(lambda url: "appel" not in url)
        kept = page.evaluate("(async () => [Object.keys(localStorage), await caches.keys()])()")
        assert kept == [[], []]


def _elsewhere(act: Any) -> None:
    """In another thread, hence another connection."""
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
