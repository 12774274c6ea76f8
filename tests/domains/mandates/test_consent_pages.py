"""MAN-20: the helper's pages of an agreement by text messages."""

import pytest
from django.utils import timezone

from conum.commons.messaging.models import OutboxMessage
from conum.domains.mandates.models import Mandate
from conum.domains.mandates.operations import answering
from tests.domains.mandates.conftest import SMS_SECRET, signs_in
from tests.domains.mandates.visits import BOXES
from tests.factories_mandate_life import make_helper, prepared

pytestmark = pytest.mark.django_db

PHONE = "+33612345678"


@pytest.fixture
def at_the_summary(desk, sms_mode):
    client, helper = desk
    preparation = prepared(helper, mode="remote_sms", now=timezone.now())
    return client, f"/mandats/preparation/{preparation.pk}"


def test_MAN_20_the_mode_is_offered_where_it_is_on_and_answers_can_arrive(desk, sms_mode, settings):
    client, _helper = desk
    assert "remote_sms" in client.get("/mandats/nouveau/").content.decode()
    settings.SMS_CALLBACK_TOKEN = ""
    assert "remote_sms" not in client.get("/mandats/nouveau/").content.decode()


def test_MAN_20_the_mode_is_not_offered_where_it_is_off(desk, settings):
    settings.SMS_CALLBACK_TOKEN = SMS_SECRET
    client, _helper = desk
    assert "remote_sms" not in client.get("/mandats/nouveau/").content.decode()


def test_MAN_20_from_the_summary_to_the_signature(at_the_summary):
    client, at = at_the_summary
    page = client.post(f"{at}/resume/", BOXES, follow=True)
    assert page.redirect_chain[-1][0] == f"{at}/accord-par-sms/"
    assert "Envoyer les SMS" in page.content.decode() and "06 12 34 56 78" in page.content.decode().replace("\xa0", " ")
    page = client.post(f"{at}/accord-par-sms/", {"phone": "06 12 34 56 78"}, follow=True).content.decode()
    assert "est attendue" in page and "Voir si la réponse est arrivée" in page and PHONE not in page
    for method in (client.get, client.post):  # not before the OUI
        assert method(f"{at}/signer/")["Location"] == f"{at}/accord-par-sms/"
    answering.receive(PHONE, "Oui", "m1", now=timezone.now())
    assert "Continuer vers la signature" in client.get(f"{at}/accord-par-sms/").content.decode()
    assert client.get(f"{at}/signer/").status_code == 200
    client.post(f"{at}/signer/")
    assert Mandate.objects.get().mode == "remote_sms" and OutboxMessage.objects.count() == 3


def test_MAN_20_a_non_is_said_on_the_page(at_the_summary):
    client, at = at_the_summary
    client.post(f"{at}/resume/", BOXES)
    client.post(f"{at}/accord-par-sms/", {"phone": PHONE})
    answering.receive(PHONE, "Non", "m1", now=timezone.now())
    page = client.get(f"{at}/accord-par-sms/", follow=True)
    assert page.redirect_chain[-1][0] == f"{at}/" and "Rien n'a été signé" in page.content.decode().replace(
        "&#x27;", "'"
    )


@pytest.mark.parametrize(("phone", "words"), [("0144556677", "mobile"), ("06", "numéro"), ("", "Remplissez")])
def test_a_wrong_number_is_said(at_the_summary, phone, words):
    client, at = at_the_summary
    client.post(f"{at}/resume/", BOXES)
    response = client.post(f"{at}/accord-par-sms/", {"phone": phone})
    assert response.status_code == 422 and words in str(response.context["form"].errors["phone"])
    assert not OutboxMessage.objects.exists()


def test_nothing_is_sent_before_the_summary_was_read_nor_for_another_way_of_signing(at_the_summary, desk):
    client, at = at_the_summary
    assert client.post(f"{at}/accord-par-sms/", {"phone": PHONE})["Location"] == f"{at}/resume/"
    other = prepared(desk[1], "sub-other", now=timezone.now())
    address = f"/mandats/preparation/{other.pk}/accord-par-sms/"
    client.post(f"/mandats/preparation/{other.pk}/resume/", BOXES)
    assert client.post(address, {"phone": PHONE})["Location"].endswith("/resume/")
    assert not OutboxMessage.objects.exists()


def test_nobody_sends_for_a_colleague(at_the_summary, client):
    _client, at = at_the_summary
    signs_in(client, make_helper(now=timezone.now()))
    for method in (client.get, client.post):
        assert method(f"{at}/accord-par-sms/").status_code == 404
