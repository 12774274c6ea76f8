"""The usager's line without script: find a time, book, move, cancel, find again; what is wrong is said."""

import re

import pytest
from django.urls import reverse

from conum.commons.messaging.models import OutboxMessage
from conum.domains.booking.models import Appointment
from conum.kernel.web.challenge import answer_to

pytestmark = pytest.mark.django_db
PERSON = {"first_name": "Ana", "last_name": "Martin", "phone": "06 12 34 56 78", "email": ""}


def sent(page, **changes):
    """The form of a page, filled in, its question answered."""
    html = page.content.decode()
    token = re.search(r'name="challenge_token" value="([^"]+)"', html)[1]
    key = re.search(r'name="key" value="([^"]+)"', html)
    given = {**PERSON, "challenge": answer_to(token), "challenge_token": token}
    return {**given, **({"key": key[1]} if key else {}), **changes}


def first_time(client, desk):
    page = client.get(
        reverse("booking:slots", args=[desk.kind.pk]), {"lieu": str(desk.place.pk), "jour": desk.thursday}
    )
    return re.search(r'href="([^"]+/reserver/[^"]+)"', page.content.decode())[1].replace("&amp;", "&")


def booked(client, desk):
    address = first_time(client, desk)
    page = client.post(address, sent(client.get(address)))
    assert page.status_code == 302, page.content.decode()[-3000:]
    return page["Location"]


def test_BOO_17_one_books_without_account_and_is_told_a_code(client, desk):
    link = booked(client, desk)
    page = client.get(link).content.decode()
    code = re.search(r"<strong>(\d{3} \d{3})</strong>", page)[1]
    (sms,) = OutboxMessage.objects.all()
    assert code.replace(" ", "") in sms.text and sms.to == "+33612345678"
    find = reverse("booking:find")
    answer = client.post(find, sent(client.get(find), reach=PERSON["phone"], code=code))
    assert answer["Location"] == link


def test_BOO_12_the_same_form_twice_books_once(client, desk):
    address = first_time(client, desk)
    form = sent(client.get(address))
    client.post(address, form)
    again = sent(client.get(address), key=form["key"])
    assert client.post(address, again).status_code == 302
    assert Appointment.objects.count() == 1 and OutboxMessage.objects.count() == 1


def test_just_taken_keeps_what_was_typed_and_gives_five_times(client, desk):
    address = first_time(client, desk)
    booked(client, desk)
    page = client.post(address, sent(client.get(address), first_name="Zoé", phone="06 98 76 54 32"))
    html = page.content.decode()
    assert page.status_code == 422 and "vient d&#x27;être pris" in html
    assert html.count("formaction=") == 5 and 'value="Zoé"' in html


def test_BOO_24_a_link_changes_nothing_until_it_is_posted(client, desk):
    link = booked(client, desk)
    for path in (link, f"{link}annuler/", f"{link}deplacer/", f"{link}agenda.ics"):
        assert client.get(path).status_code == 200
    assert Appointment.objects.get().state == "planned"


def test_one_moves_then_cancels(client, desk):
    link = booked(client, desk)
    before = Appointment.objects.get()
    page = client.get(f"{link}deplacer/", {"jour": desk.thursday}).content.decode()
    times = re.findall(r'name="debut" value="([^"]+)"', page)
    other = next(time for time in times if time != before.starts_at.isoformat())
    client.post(f"{link}deplacer/", {"debut": other})
    moved = Appointment.objects.get()
    assert moved.starts_at.isoformat() == other and moved.sequence == before.sequence + 1
    client.post(f"{link}annuler/")
    assert Appointment.objects.get().state == "excused"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"phone": "", "email": ""}, "Donnez un téléphone ou une adresse électronique"),
        ({"phone": "123"}, "numéro de téléphone n"),
        ({"first_name": ""}, "Remplissez le champ « Prénom »"),
        ({"challenge": "99"}, "pas la bonne réponse"),
    ],
)
def test_a_wrong_input_is_told_beside_its_field(client, desk, wrong, sentence):
    address = first_time(client, desk)
    page = client.post(address, sent(client.get(address), **wrong))
    assert page.status_code == 422 and sentence in page.content.decode() and 'value="Martin"' in page.content.decode()


def test_an_unsigned_link_opens_nothing(client, desk):
    link = booked(client, desk)
    assert client.get(link[:-3] + "AA/").status_code == 404
