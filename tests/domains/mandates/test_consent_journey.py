"""MAN-20 in a browser: the summary, the question sent, the answer awaited, the signature within reach. By keyboard."""

import re

import pytest
from django.utils import timezone

from conum.domains.mandates.operations import answering
from tests.domains.mandates.test_mandate_journey import arrives, helper_at_work, presses, ticks
from tests.factories_mandate_life import make_helper, prepared
from tests.support.browser import scrolls_sideways

pytestmark = pytest.mark.django_db(transaction=True)


def test_MAN_20_the_exchange_by_keyboard(sms_mode, visitors, axe):
    def check(page):
        axe(page)
        assert not scrolls_sideways(page, 375, 1280), page.url

    helper = make_helper(now=timezone.now())
    preparation = prepared(helper, mode="remote_sms", now=timezone.now())
    page = helper_at_work(visitors, helper, 375)
    page.goto(f"/mandats/preparation/{preparation.pk}/resume/")
    ticks(page, re.compile("L'usager a entendu"))
    ticks(page, re.compile("L'usager déclare"))
    presses(page, "button", "Continuer vers la signature")
    arrives(page, "L'accord par SMS", check)
    presses(page, "button", "Envoyer les SMS")
    page.get_by_text("La réponse de l'usager est attendue").wait_for()
    check(page)
    answering.receive("+33612345678", "Oui", "m1", now=timezone.now())
    presses(page, "link", "Voir si la réponse est arrivée")
    page.get_by_text("L'usager a répondu OUI").wait_for()
    check(page)
    presses(page, "link", "Continuer vers la signature")
    arrives(page, "Signer le mandat", check)
