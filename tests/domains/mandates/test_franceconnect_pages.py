"""Attacks on the way to FranceConnect and back."""

import time

import pytest
from django.test import Client
from django.utils import timezone

from conum.commons.beneficiaries.models import Identification
from tests.domains.mandates.conftest import signs_in
from tests.domains.mandates.visits import begin, depart, follow
from tests.factories_mandate_life import (
    make_helper,
)
from tests.support import franceconnect as fc

pytestmark = pytest.mark.django_db


class TestFranceConnect:
    def test_two_browsers_sharing_one_state_are_refused(self, desk, provider):
        client, helper = desk
        preparation = begin(client)
        stolen = fc.signs_in(depart(client, f"/mandats/preparation/{preparation.pk}/identifier/"), fc.MARCEL)
        thief = Client()
        signs_in(thief, make_helper(helper.accreditation, now=timezone.now()))
        assert follow(thief, stolen).status_code == 302
        mine = begin(thief)
        depart(thief, f"/mandats/preparation/{mine.pk}/identifier/")
        assert follow(thief, stolen)["Location"].endswith(f"/preparation/{mine.pk}/")
        assert not Identification.objects.exists()

    def test_an_answer_serves_once(self, desk, provider):
        client, _helper = desk
        preparation = begin(client)
        back = fc.signs_in(depart(client, f"/mandats/preparation/{preparation.pk}/identifier/"), fc.ANGELA)
        follow(client, back)
        Identification.objects.all().delete()
        assert follow(client, back)["Location"] == "/" and not Identification.objects.exists()

    @pytest.mark.parametrize("wrong", ["nonce", "state", "late", "verifier"])
    def test_a_journey_that_is_not_this_one_is_refused(self, desk, provider, wrong):
        client, _helper = desk
        preparation = begin(client)
        back = fc.signs_in(depart(client, f"/mandats/preparation/{preparation.pk}/identifier/"), fc.ANGELA)
        session = client.session
        kept = session["franceconnect"]
        change = {"started_at": time.time() - 601} if wrong == "late" else {wrong: "x" * 50}
        session["franceconnect"] = {**kept, "journey": {**kept["journey"], **change}}
        session.save()
        response = follow(client, back)
        assert response["Location"] == f"/mandats/preparation/{preparation.pk}/"
        assert "recommencez l" in client.get(response["Location"]).content.decode()
        assert not Identification.objects.exists()

    def test_a_citizen_who_gives_up_comes_back(self, desk, provider):
        client, _helper = desk
        preparation = begin(client)
        response = follow(client, fc.gives_up(depart(client, f"/mandats/preparation/{preparation.pk}/identifier/")))
        assert response["Location"] == f"/mandats/preparation/{preparation.pk}/"

    def test_another_professional_signed_in_meanwhile_is_refused(self, desk, provider):
        client, helper = desk
        preparation = begin(client)
        back = fc.signs_in(depart(client, f"/mandats/preparation/{preparation.pk}/identifier/"), fc.ANGELA)
        kept = client.session["franceconnect"]
        signs_in(client, make_helper(helper.accreditation, now=timezone.now()))
        session = client.session
        session["franceconnect"] = kept
        session.save()
        follow(client, back)
        assert not Identification.objects.exists()

    def test_the_form_may_lead_to_franceconnect_and_nowhere_else(self, desk, provider):
        client, _helper = desk
        response = client.get(f"/mandats/preparation/{begin(client).pk}/")
        policy = response["Content-Security-Policy"]
        assert f"form-action 'self' {provider}" in policy
        assert provider not in client.get("/mandats/")["Content-Security-Policy"]
