"""Creating a mandate, page after page, with the provider that stands in for FranceConnect."""

import time

import pytest
from django.urls import reverse
from django.utils import timezone

from conum.commons.beneficiaries.models import Identification
from conum.commons.journal.models import JournalEntry
from conum.domains.mandates.models import Mandate
from tests.domains.mandates.conftest import proves, signs_in
from tests.domains.mandates.visits import BOXES, begin, depart, follow, identify, sign
from tests.factories_mandate_life import (
    make_accreditation,
    make_helper,
)
from tests.support import franceconnect as fc

pytestmark = pytest.mark.django_db


class TestCreation:
    def test_from_the_choices_to_the_paper(self, desk, provider):
        client, helper = desk
        preparation = begin(client)
        response = identify(client, preparation)
        assert response["Location"] == f"/mandats/preparation/{preparation.pk}/resume/"
        page = client.get(response["Location"]).content.decode()
        assert "Angela Claire DUBOIS" in page and "Argent" in page
        response = sign(client, preparation)
        mandate = Mandate.objects.get()
        assert response["Location"] == f"/mandats/{mandate.pk}/"
        assert "Le mandat est signé" in client.get(response["Location"]).content.decode()
        pdf = client.get(f"/mandats/{mandate.pk}/attestation/")
        assert pdf["Content-Type"] == "application/pdf" and b"".join(pdf.streaming_content).startswith(b"%PDF")
        assert JournalEntry.objects.filter(action="document.read").count() == 1
        assert mandate.organisation == helper.organisation

    def test_MAN_31_the_session_keeps_no_token(self, desk, provider):
        client, _helper = desk
        departure = depart(client, f"/mandats/preparation/{begin(client).pk}/identifier/")
        response = follow(client, fc.signs_in(departure, fc.ANGELA))
        token = response["Location"].split("id_token_hint=")[1].split("&")[0]
        assert token not in str(dict(client.session.items()))

    def test_a_second_factor_that_is_not_fresh_is_asked_before_signing(self, desk, provider):
        client, _helper = desk
        preparation = begin(client)
        identify(client, preparation)
        proves(client, at=time.time() - 121)
        client.post(f"/mandats/preparation/{preparation.pk}/resume/", BOXES)
        for method in (client.get, client.post):
            response = method(f"/mandats/preparation/{preparation.pk}/signer/")
            assert response["Location"].startswith(reverse("mfa_reauthenticate"))
            assert "signer" in response["Location"]
        assert not Mandate.objects.exists()
        proves(client)
        assert "Signer le mandat" in client.get(f"/mandats/preparation/{preparation.pk}/signer/").content.decode()

    def test_the_signature_is_not_reached_without_the_boxes(self, desk, provider):
        client, _helper = desk
        preparation = begin(client)
        identify(client, preparation)
        response = client.post(f"/mandats/preparation/{preparation.pk}/signer/")
        assert response["Location"].endswith("/resume/") and not Mandate.objects.exists()

    def test_MAN_06_changing_organisation_between_identification_and_signature_signs_nothing(self, desk, provider):
        client, helper = desk
        preparation = begin(client)
        identify(client, preparation)
        other = make_helper(make_accreditation(now=timezone.now()), person=helper.person, now=timezone.now())
        self.acts_for(client, other)
        pages = ("identifier", "resume", "signer")
        answers = [client.post(f"/mandats/preparation/{preparation.pk}/{page}/", BOXES) for page in pages]
        assert not Mandate.objects.exists()
        assert all(answer.status_code in (302, 404, 409, 422) for answer in answers)
        assert "DUBOIS" not in "".join(answer.content.decode() for answer in answers)
        self.acts_for(client, helper)
        sign(client, preparation)
        assert Mandate.objects.get().organisation == helper.organisation

    def acts_for(self, client, helper):
        """Choose, among one's roles, that of this organisation."""
        membership = helper.person.memberships.get(organisation=helper.organisation)
        session = client.session
        session["membership"] = str(membership.pk)
        session.save()

    def test_a_double_submit_leads_to_the_same_mandate(self, desk, provider):
        client, _helper = desk
        preparation = begin(client)
        identify(client, preparation)
        first, second = sign(client, preparation), client.post(f"/mandats/preparation/{preparation.pk}/signer/")
        assert first["Location"] == second["Location"] and Mandate.objects.count() == 1

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"procedures": []}, "Choisissez au moins un groupe"),
            ({"procedures": ["unknown"]}, "unknown"),
            ({"days": "30"}, "30"),
            ({"mode": "remote_sms"}, "remote_sms"),
        ],
        ids=str,
    )
    def test_wrong_choices_are_said_and_kept(self, desk, change, words):
        client, _helper = desk
        given = {"procedures": ["money"], "days": "182", "mode": "in_person", **change}
        response = client.post("/mandats/nouveau/", given)
        page = response.content.decode()
        assert response.status_code == 422 and words in page
        assert response.context["form"]["days"].value() == given["days"]

    def test_unticked_boxes_are_said(self, desk, provider):
        client, _helper = desk
        preparation = begin(client)
        identify(client, preparation)
        response = client.post(f"/mandats/preparation/{preparation.pk}/resume/", {"consent": "on"})
        assert response.status_code == 422 and "mesure de protection" in response.content.decode()

    def test_MAN_12_a_protective_measure_says_where_to_turn(self, desk, provider):
        client, _helper = desk
        preparation = begin(client)
        identify(client, preparation)
        address = f"/mandats/preparation/{preparation.pk}/arreter/protection/"
        assert "mesure de protection" in client.get(address).content.decode()
        response = client.post(address)
        page = client.get(response["Location"]).content.decode()
        assert "juge des contentieux de la protection" in page and not Identification.objects.exists()

    def test_a_suspended_helper_reads_but_does_not_begin(self, desk):
        client, helper = desk
        type(helper).objects.filter(pk=helper.pk).update(
            state="suspended", suspended_at=timezone.now(), suspension_reason="lead"
        )
        assert client.get("/mandats/nouveau/").status_code == 404
        assert "pas agir pour l" in client.get("/mandats/").content.decode()

    def test_MAN_06_the_role_changed_between_identification_and_signature(self, desk, provider):
        client, helper = desk
        preparation = begin(client)
        identify(client, preparation)
        client.post(f"/mandats/preparation/{preparation.pk}/resume/", BOXES)
        other = make_helper(make_accreditation(now=timezone.now()), person=helper.person, now=timezone.now())
        signs_in(client, other)
        response = client.post(f"/mandats/preparation/{preparation.pk}/signer/")
        assert response.status_code in (302, 404) and not Mandate.objects.exists()
