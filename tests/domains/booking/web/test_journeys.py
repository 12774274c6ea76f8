"""The usager's line in a real browser, on a phone: find a place, book, move, cancel; with scripts and without."""

from __future__ import annotations

from typing import Any

import pytest

from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.models import Appointment, Seat, WaitingListEntry
from conum.domains.booking.operations import offers, registrations, telling
from tests.domains.booking.rows import make_workshop
from tests.domains.booking.test_workshops import register
from tests.support.people import Somebody

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 375


def fits(page: Any) -> None:
    """Nothing is wider than the screen: reading needs no sideways scrolling (WCAG 1.4.10)."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


@pytest.fixture(autouse=True)
def by_day(monkeypatch):
    """Browsers live by the real clock: at night the offer would wait for the morning (BOO-21)."""
    monkeypatch.setattr(telling, "awake", lambda now, *_quiet: now)


@pytest.fixture
def comes(visitors, axe):
    """`comes(path, script=True)`: somebody on a phone; each new kind of page passes axe and fits the screen."""

    def opened(path: str, script: bool = True) -> Somebody:
        page = visitors.open(path, width=PHONE, java_script_enabled=script)

        def check(looked: Any) -> None:
            fits(looked)
            if script:  # axe is a script
                axe(looked)

        return Somebody(page, "ana.martin@example.org", check, set())

    return opened


def person(ana: Somebody, first_name: str = "Ana") -> Somebody:
    ana.types(**{"Prénom": first_name, "Nom": "Martin", "Téléphone": "06 12 34 56 78"})
    ana.types(**{"Adresse électronique": ana.email})
    return ana.answers_the_question()


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_one_finds_a_place_books_moves_and_cancels(comes, desk, script):
    ana = comes("/trouver/?commune=87085", script)
    ana.looks().follows(desk.place.name)
    ana.arrives(desk.place.name).follows("Prendre rendez-vous", heading="Prendre rendez-vous")
    ana.follows("Choisir une date", heading="Choisir une date")
    while not ana.main.get_by_role("link", name="9 h 30").count():
        ana.follows("Jours suivants")
    ana.main.get_by_role("link", name="9 h 30").last.click()
    person(ana.arrives("Réserver ce rendez-vous")).presses("Confirmer le rendez-vous")
    ana.arrives("Votre rendez-vous").reads("C'est réservé", "9 h 30", "Ana Martin", "Lucie")
    booked = Appointment.objects.get()
    ana.opens_mail("Votre rendez-vous").arrives("Votre rendez-vous")

    ana.follows("Déplacer", heading="Choisir une autre date")
    while not ana.main.get_by_role("button", name="11 h").count():
        ana.follows("Jours suivants")
    ana.main.get_by_role("button", name="11 h").last.click()
    ana.arrives("Votre rendez-vous").reads("11 h")
    moved = Appointment.objects.get()
    assert (moved.pk, moved.sequence) == (booked.pk, booked.sequence + 1)

    ana.follows("Annuler ce rendez-vous", heading="Annuler ce rendez-vous ?").presses("Oui, annuler")
    ana.arrives("Votre rendez-vous").reads("Prendre un autre rendez-vous")
    assert Appointment.objects.get().state == "excused"
    ana.opens_mail("annulé").arrives("Votre rendez-vous")


def test_what_is_wrong_is_said_and_kept(comes, desk):
    ana = comes(f"/rendez-vous/motif/{desk.kind.pk}/?lieu={desk.place.pk}")
    ana.arrives("Choisir une date").main.get_by_role("link", name="9 h 30").first.click()
    ana.arrives("Réserver ce rendez-vous").types(**{"Prénom": "Ana"}).answers_the_question()
    ana.presses("Confirmer le rendez-vous").reads("Remplissez le champ « Nom »")
    assert ana.main.get_by_label("Prénom").input_value() == "Ana"
    ana.looks()


def test_a_full_workshop_its_queue_and_a_held_seat_that_expires(comes, desk):
    workshop = make_workshop(desk.now, type=desk.grouped, place=desk.place, people=[desk.person], seats=10)
    taken = [register(workshop, number, now=desk.now) for number in range(9)]

    ana = comes("/ateliers/").arrives("Ateliers").follows(workshop.title, heading=workshop.title)
    ana.reads("1 place libre").follows("S'inscrire", heading="S'inscrire à l'atelier")
    person(ana).presses("Confirmer l'inscription")
    ana.arrives("Votre rendez-vous").reads("C'est réservé")
    workshop.refresh_from_db()
    assert (workshop.state, workshop.registered) == ("full", 10)

    waiting = []
    for name in ("Benoît", "Chloé"):
        one = comes(f"/ateliers/{workshop.pk}/").reads("Complet, liste d'attente")
        one.follows("Rejoindre la liste d'attente", heading="Rejoindre la liste d'attente")
        one.email = f"{name[0].lower()}@example.org"
        person(one, name).presses("Me prévenir")
        waiting.append(one.arrives("Liste d'attente").reads("Vous êtes en attente"))

    registrations.cancel_by_person(registration_id=taken[0].pk, now=desk.now)
    benoit, chloe = waiting
    benoit.opens_mail("Une place se libère").arrives("Une place est gardée pour vous")
    first, second = WaitingListEntry.objects.order_by("asked_at")
    assert (first.state, second.state) == ("offered", "waiting")

    offers.expire_offers(now=first.hold_until)
    benoit.page.reload()
    benoit.arrives("Liste d'attente").reads("Le délai pour répondre est passé")
    chloe.page.reload()
    chloe.arrives("Une place est gardée pour vous").presses("Accepter")
    chloe.arrives("Votre rendez-vous")
    workshop.refresh_from_db()
    assert (workshop.state, workshop.registered, workshop.held) == ("full", 10, 0)
    assert Seat.objects.filter(workshop=workshop).count() == 10 and OutboxMessage.objects.exists()
