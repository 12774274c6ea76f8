"""Helpers, leads and cards through their pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Person
from conum.domains.mandates.models import Helper, TotpCard
from conum.domains.mandates.rules.requests import somebody_helps
from conum.kernel.rules import RuleBroken
from tests.domains.mandates.applying import STEPS
from tests.factories_accounts import signed_in
from tests.factories_accreditation import SEED, make_card, make_lead, shown
from tests.factories_mandate_life import make_accreditation, make_helper

pytestmark = pytest.mark.django_db


@pytest.fixture
def client2():
    return Client()


def test_the_list_costs_the_same_at_one_and_three_rows(client2, now):
    signed_in(client2, Role.NATIONAL_ADMIN)

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client2.get(reverse("mandates:helpers"))
        return len(seen)

    make_helper(now=now)
    client2.get(reverse("mandates:helpers"))
    one = cost()
    make_helper(now=now), make_helper(now=now)
    assert cost() == one


class TestALeadsPages:
    @pytest.fixture
    def lead(self, client, now):
        accreditation = make_accreditation(now=now)
        signed_in(client, Role.HELPER_LEAD, organisation=accreditation.organisation)
        return accreditation

    def test_invited_trained_tested_then_given_a_card(self, client, lead, now):
        assert client.get(reverse("mandates:helpers")).status_code == 200
        invite = reverse("mandates:helper_invite")
        assert client.get(invite).status_code == 200
        wrong = client.post(invite, {**STEPS["aidants"], "status": "relative"})
        assert wrong.status_code == 422 and "ni proche" in wrong.content.decode()
        assert client.post(invite, STEPS["aidants"]).status_code == 302
        helper = make_helper(lead, now=now, state="to_train", activated_at=None, test_on=None, test_passed=None)

        def at(name):
            return reverse(f"mandates:{name}", args=[helper.pk])

        for name in ("helper", "helper_start", "helper_training", "helper_test", "helper_leave", "card_assign"):
            assert client.get(at(name)).status_code == 200, name
        client.post(at("helper_start"))
        tomorrow = timezone.localdate() + timedelta(days=1)
        assert client.post(at("helper_training"), {"hours": "7", "trained_on": tomorrow}).status_code == 422
        assert client.post(at("helper_training"), {"hours": "7", "trained_on": "2026-01-09"}).status_code == 302
        assert client.post(at("helper_test"), {"test_on": "2026-01-01", "passed": "yes"}).status_code == 422
        assert client.post(at("helper_test"), {"test_on": "2026-01-12", "passed": "yes"}).status_code == 302
        card = make_card(now=now)
        wrong = client.post(at("card_assign"), {"serial": "RIEN0"})
        assert wrong.status_code == 422 and "Aucune carte disponible" in wrong.content.decode()
        assert client.post(at("card_assign"), {"serial": card.serial}).status_code == 302
        assert client.post(at("card_validate"), {"code": "12"}).status_code == 422
        assert client.post(at("card_validate"), {"code": shown(card, timezone.now())}).status_code == 302
        assert "En service" in client.get(at("helper")).content.decode()
        client.post(at("card_remove"))
        client.post(at("helper_suspend"))
        assert "Suspendu" in client.get(at("helper")).content.decode()
        client.post(at("helper_resume"))
        client.post(at("helper_leave"))
        helper.refresh_from_db()
        assert helper.state == "left" and TotpCard.objects.get().state == "removed"

    def test_MAN_04_groups_leads_and_no_mandate(self, client, lead, now):
        page = reverse("mandates:accreditation", args=[lead.pk])
        assert client.get(page).status_code == 200
        groups = reverse("mandates:groups", args=[lead.pk])
        assert client.post(groups, {}).status_code == 422
        assert client.post(groups, {"procedures": ["housing"]}).status_code == 302
        assert list(lead.allowed.values_list("group", flat=True)) == ["housing"]
        other = make_lead(lead, now=now)
        assert client.get(reverse("mandates:lead_remove", args=[other.pk])).status_code == 200
        assert client.get(reverse("mandates:lead_invite")).status_code == 200
        assert client.get(reverse("mandates:mandates")).status_code == 404

    def test_what_is_of_another_organisation_is_404(self, client, lead, now):
        helper = make_helper(now=now)
        for name in ("helper", "helper_training", "helper_suspend", "card_assign", "card_remove"):
            assert client.get(reverse(f"mandates:{name}", args=[helper.pk])).status_code == 404


def test_a_helpers_space_says_what_is_missing(client, now):
    accreditation = make_accreditation(now=now)
    actor = signed_in(client, Role.HELPER, organisation=accreditation.organisation)
    assert "Aucun dossier" in client.get(reverse("mandates:space")).content.decode()
    person = Person.objects.get(pk=actor.person_id)
    Helper.objects.create(
        accreditation=accreditation, organisation=accreditation.organisation, person=person, state="to_train",
        first_name="Awa", last_name="Diallo", email="awa@example.org", created_at=now, updated_at=now,
    )  # fmt: skip
    page = client.get(reverse("mandates:space")).content.decode()
    assert "à passer" in page and "Papiers – Citoyenneté – Élections" in page


def test_cards_are_imported_after_a_report_by_line(client, now):
    signed_in(client, Role.NATIONAL_ADMIN)
    address = reverse("mandates:card_import")
    assert client.get(address).status_code == 200
    file = SimpleUploadedFile("cartes.csv", f"serial,seed\nGADT1,{SEED.hex()}\nGADT2,faux\n".encode())
    answer = client.post(address, {"file": file})
    page = answer.content.decode()
    assert "1 ligne correcte" in page and "de 16 à 64 octets" in page and SEED.hex() not in page
    assert not TotpCard.objects.exists()
    batch = answer.context["batch"]
    assert client.post(address, {"batch": "faux"}).status_code == 302 and not TotpCard.objects.exists()
    assert client.post(address, {"batch": batch}).status_code == 302
    assert TotpCard.objects.get().serial == "GADT1"
    assert "GADT1" in client.get(reverse("mandates:cards")).content.decode()
    assert client.post(address, {"file": SimpleUploadedFile("c.txt", b"x")}).status_code == 422
    assert client.post(address, {"file": SimpleUploadedFile("c.csv", b"\xff\xfe")}).status_code == 422


def test_the_confirmation_of_a_rule_names_it():
    with pytest.raises(RuleBroken) as refusal:
        somebody_helps.check(0)
    assert refusal.value.rule_id == "MAN-01"
