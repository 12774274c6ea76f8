"""What the day's ceiling kept from leaving is said on the page that follows the act (BOO-23, BOO-29)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.models import Appointment, Registration
from conum.domains.booking.operations.telling import tell_booking
from conum.domains.booking.queries.wordings import Occasion
from tests.domains.booking.rows import make_appointment, make_contact, make_registration, make_workshop
from tests.domains.booking.web.test_public_line import booked, sent
from tests.factories_accounts import sign_in

pytestmark = pytest.mark.django_db
PHONE = "+33612345678"


@pytest.fixture
def told_enough():
    """Three text messages today to the person who books."""
    now = timezone.now()
    contact = make_contact(now, phone=PHONE, email="")
    for _number in range(3):
        tell_booking(make_appointment(now, contact=contact), Occasion.BOOKED, now=now)
    return contact


@pytest.fixture
def lucie(client, desk):
    sign_in(client, desk.person, desk.person.memberships.get(role="counsellor"))
    return client


def test_BOO_23_who_books_and_cancels_reads_that_nothing_left(client, desk, told_enough):
    link = booked(client, desk)
    page = client.get(link).content.decode()
    assert "Notez votre code" in page and "pas envoyé de SMS" in page and "déjà reçu 3 messages" in page
    assert "Il est aussi dans le message" not in page
    page = client.post(f"{link}annuler/", follow=True).content.decode()
    assert "Votre rendez-vous est annulé." in page and "pas envoyé de SMS" in page
    assert OutboxMessage.objects.count() == 3


def test_who_is_told_reads_no_warning(client, desk):
    link = booked(client, desk)
    page = client.get(link).content.decode()
    assert "Notez votre code" not in page and "Il est aussi dans le message" in page
    assert "pas envoyé" not in client.post(f"{link}annuler/", follow=True).content.decode()


def test_BOO_23_who_joins_a_waiting_list_reads_it(client, desk, told_enough):
    full = make_workshop(desk.now, type=desk.grouped, place=desk.place, seats=1, registered=0)
    address = reverse("booking:wait", args=[full.pk])
    page = client.post(address, sent(client.get(address), party_size="2"), follow=True).content.decode()
    assert "pas envoyé de message" in page and "Vous êtes bien en liste" in page


def test_BOO_29_staff_read_whom_to_call(lucie, desk, told_enough):
    start = desk.now.replace(hour=10, minute=0) + (desk.thursday - desk.now.date())
    row = make_appointment(desk.now, start, type=desk.kind, people=[desk.person], contact=told_enough)
    reason = {"reason": "Conseillère absente"}
    page = lucie.post(reverse("booking:revoke", args=[row.pk]), reason, follow=True).content.decode()
    assert Appointment.objects.get(pk=row.pk).state == "revoked"
    assert "Appelez-la : Ana Martin (06 12 34 56 78)" in page.replace("\xa0", " ")


def test_BOO_29_a_cancelled_workshop_names_those_to_call(lucie, desk, told_enough):
    row = make_workshop(desk.now, type=desk.grouped, people=[desk.person], registered=2)
    for contact in (told_enough, make_contact(desk.now)):
        make_registration(desk.now, row, contact=contact)
    page = lucie.post(reverse("booking:workshop_cancel", args=[row.pk]), {"reason": "Panne"}, follow=True)
    assert set(Registration.objects.filter(workshop=row).values_list("state", flat=True)) == {"revoked"}
    assert page.content.decode().replace("\xa0", " ").count("06 12 34 56 78") == 1
