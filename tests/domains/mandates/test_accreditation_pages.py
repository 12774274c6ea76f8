"""Applications, helpers and cards through their pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conum.commons.accounts.enums import Label, Role
from conum.commons.accounts.models import Person
from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.domains.mandates.models import Accreditation, AccreditationRequest, Helper, HelperLead, TotpCard
from conum.domains.mandates.operations import decisions
from conum.domains.mandates.queries import links
from conum.domains.mandates.rules.requests import somebody_helps
from conum.domains.positions.gateways import companies
from conum.kernel.errors import ConumError, PermissionRefused
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor, signed_in, siret
from tests.factories_accreditation import SEED, make_card, make_lead, shown
from tests.factories_mandate_life import make_accreditation, make_helper

pytestmark = pytest.mark.django_db
SIRET = siret(4321)
STEPS = {
    "demandeur": {
        "issuer_first_name": "Nadia",
        "issuer_last_name": "Petit",
        "issuer_profession": "Directrice",
        "issuer_email": "nadia.petit@bourg.example.org",
        "issuer_phone": "",
    },
    "structure": {"siret": SIRET, "ridet": ""},
    "adresse": {"name": "CCAS de Bourg", "kind": "commune", "address": "1 place de la Mairie", "commune": "Limoges"},
    "mission": {"mission": "Accueillir les habitants et les aider.", "people_helped_a_year": "250"},
    "referent": {
        "lead_first_name": "Lou",
        "lead_last_name": "Bernard",
        "lead_profession": "Responsable",
        "lead_email": "lou.bernard@bourg.example.org",
        "lead_helps": "no",
    },
    "aidants": {
        "part": "helper",
        "first_name": "Awa",
        "last_name": "Diallo",
        "profession": "Agent d'accueil",
        "email": "awa.diallo@bourg.example.org",
        "status": "employee",
    },
}
CONFIRMED = dict.fromkeys(
    ("terms_accepted", "data_officer_informed", "professionals_only", "no_elected_official", "no_volunteer"), "on"
)


@pytest.fixture(autouse=True)
def _silent_directory(monkeypatch):
    monkeypatch.setattr(companies, "find", lambda siret: None)


def step(client, name, **changes):
    return client.post(reverse("mandates:ask_step", args=[name]), {**STEPS.get(name, {}), **changes})


def filled(client):
    for name in STEPS:
        assert step(client, name).status_code == 302, name
    step(client, "aidants", first_name="", last_name="", email="")
    assert client.post(reverse("mandates:ask_step", args=["engagements"]), CONFIRMED).status_code == 302
    return AccreditationRequest.objects.get()


def confirmed(client):
    draft = filled(client)
    address = reverse("mandates:confirm", args=[links.token(draft.pk, links.CONFIRM)])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    draft.refresh_from_db()
    return draft


def submitted(client):
    draft = confirmed(client)
    answer = client.post(reverse("mandates:ask_send"))
    assert answer.status_code == 302 and "/suivre/" in answer["Location"]
    draft.refresh_from_db()
    return draft


@pytest.fixture
def client2():
    return Client()


class TestTheForm:
    def test_from_the_first_step_to_the_administrator(self, client):
        found = submitted(client)
        assert found.state == "submitted" and found.organisation.siret == SIRET and found.department_id == "87"
        assert {(person.part, person.email) for person in found.people.all()} == {
            ("lead", "lou.bernard@bourg.example.org"),
            ("helper", "awa.diallo@bourg.example.org"),
        }
        assert OutboxMessage.objects.filter(to="nadia.petit@bourg.example.org").count() == 2
        page = client.get(reverse("mandates:follow", args=[links.token(found.pk, links.FOLLOW)]))
        assert "examine la demande" in page.content.decode()

    def test_sent_before_the_address_is_confirmed_it_waits(self, client, settings):
        settings.CHALLENGE_MIN_SECONDS = 0
        draft = filled(client)
        page = client.get(reverse("mandates:ask_send")).content.decode()
        assert "pas encore confirmée" in page and "Awa Diallo" in page
        AccreditationRequest.objects.update(sent_at=timezone.now())
        client.post(reverse("mandates:confirm", args=[links.token(draft.pk, links.CONFIRM)]))
        draft.refresh_from_db()
        assert draft.state == "submitted"

    def test_the_draft_comes_back_from_its_link_and_steps_are_not_skipped(self, client):
        step(client, "demandeur", draft="1")
        page = client.get(reverse("mandates:ask_kept"))
        assert page.status_code == 200 and "3 jours" in page.content.decode()
        draft = AccreditationRequest.objects.get()
        client.cookies.clear()
        answer = client.get(reverse("mandates:ask_resume", args=[links.token(draft.pk, links.DRAFT)]))
        assert answer["Location"] == reverse("mandates:ask_step", args=["structure"])
        assert client.get(reverse("mandates:ask_step", args=["mission"])).status_code == 302
        assert client.get(reverse("mandates:ask_step", args=["structure"])).status_code == 200

    @pytest.mark.parametrize(
        ("name", "changes", "words"),
        [
            ("demandeur", {"issuer_email": "nadia"}, "adresse"),
            ("structure", {"siret": "123"}, "SIRET"),
            ("mission", {"people_helped_a_year": "beaucoup"}, "nombre entier"),
            ("mission", {"mission": "Court"}, "20"),
            ("referent", {"lead_email": "mairie@bourg.example.org"}, "partagée"),
            ("aidants", {"email": "contact@bourg.example.org"}, "partagée"),
            ("aidants", {"status": "volunteer"}, "ni bénévole"),
            ("aidants", {"status": "elected_official"}, "ni élu"),
            ("engagements", {"terms_accepted": "on"}, "Informez d&#x27;abord"),
        ],
    )
    def test_wrong_input_is_explained_and_kept(self, client, name, changes, words):
        filled(client)
        answer = step(client, name, **changes)
        page = answer.content.decode()
        assert answer.status_code == 422 and words in page.replace("&#39;", "&#x27;")
        for value in changes.values():
            assert value == "on" or value in page

    def test_MAN_01_guidance_for_relatives_volunteers_and_elected_officials(self, client):
        page = client.get(reverse("mandates:family_carer")).content.decode()
        assert "proche aidant" in page and "bénévole" in page and "élu" in page

    def test_somebody_added_may_be_taken_out(self, client):
        draft = filled(client)
        step(client, "aidants", remove="awa.diallo@bourg.example.org")
        draft.refresh_from_db()
        assert draft.answers["people"] == []
        assert step(client, "aidants", first_name="", last_name="", email="").status_code == 422

    def test_a_second_application_of_the_organisation_is_refused(self, client):
        submitted(client)
        client.cookies.clear()
        for name in STEPS:
            step(client, name)
        client.post(reverse("mandates:ask_step", args=["engagements"]), CONFIRMED)
        AccreditationRequest.objects.filter(state="draft").update(confirmed_at=timezone.now())
        answer = client.post(reverse("mandates:ask_send"))
        assert answer.status_code == 422 and "déjà une demande" in answer.content.decode()

    def test_forged_links_are_404(self, client):
        for name in ("ask_resume", "confirm", "follow", "follow_message", "follow_agree", "follow_close"):
            assert client.get(reverse(f"mandates:{name}", args=["faux"])).status_code == 404

    @pytest.mark.parametrize("name", sorted(CONFIRMED))
    def test_MAN_01_each_confirmation_is_held_by_the_database(self, client, name):
        found = submitted(client)
        with pytest.raises(IntegrityError, match=f"accreditation_request_{name}"), transaction.atomic():
            AccreditationRequest.objects.filter(pk=found.pk).update(**{name: False})


class TestTheExchange:
    def test_changes_required_then_answered(self, client):
        found = submitted(client)
        admin = make_actor(Role.NATIONAL_ADMIN)
        decisions.answer(found.pk, "require_changes", "Précisez la mission.", actor=admin, now=timezone.now())
        follow = reverse("mandates:follow", args=[links.token(found.pk, links.FOLLOW)])
        assert "Précisez la mission." in client.get(follow).content.decode()
        assert client.post(f"{follow}modifier/").status_code == 302
        step(client, "mission", mission="Une mission bien plus précise.")
        client.post(reverse("mandates:ask_send"))
        found.refresh_from_db()
        assert found.state == "submitted" and found.mission == "Une mission bien plus précise."

    def test_changes_proposed_then_accepted(self, client):
        found = submitted(client)
        admin, now = make_actor(Role.NATIONAL_ADMIN), timezone.now()
        with pytest.raises(ConumError, match="Cochez"):
            decisions.answer(found.pk, "propose_changes", "Retirez.", actor=admin, now=now)
        AccreditationRequest.objects.update(
            answers={**found.answers, "people": [*found.answers["people"], {
                "part": "co_lead", "first_name": "Zoé", "last_name": "Roy", "profession": "Agent",
                "email": "zoe.roy@bourg.example.org", "status": "employee"}]}
        )  # fmt: skip
        found.people.create(
            part="co_lead", first_name="Zoé", last_name="Roy", profession="Agent", email="zoe.roy@bourg.example.org"
        )
        removed = frozenset({"zoe.roy@bourg.example.org"})
        decisions.answer(found.pk, "propose_changes", "Sans elle.", removed=removed, actor=admin, now=now)
        follow = reverse("mandates:follow", args=[links.token(found.pk, links.FOLLOW)])
        assert "Zoé Roy" in client.get(follow).content.decode()
        assert client.get(f"{follow}accepter/").status_code == 200
        assert client.post(f"{follow}accepter/").status_code == 302
        found.refresh_from_db()
        assert found.state == "submitted" and found.people.count() == 2

    def test_a_message_and_giving_up(self, client):
        found = submitted(client)
        follow = reverse("mandates:follow", args=[links.token(found.pk, links.FOLLOW)])
        assert client.post(f"{follow}message/", {"body": "no"}).status_code == 422
        assert client.post(f"{follow}message/", {"body": "Nous avons déménagé."}).status_code == 302
        assert client.get(f"{follow}clore/").status_code == 200
        client.post(f"{follow}clore/", {"reason": ""})
        found.refresh_from_db()
        assert found.state == "closed" and found.answers == {}
        assert client.get(f"{follow}message/").status_code == 302

    def test_only_the_administrator_decides(self, client, now):
        found = submitted(client)
        with pytest.raises(PermissionRefused):
            decisions.accredit(found.pk, frozenset({"money"}), actor=make_actor(Role.COUNSELLOR), now=now)


class TestTheDecision:
    def test_accredited_through_the_pages(self, client, client2, mailoutbox):
        found = submitted(client)
        signed_in(client2, Role.NATIONAL_ADMIN)
        assert "1 demande attend" in client2.get(reverse("mandates:requests")).content.decode()
        assert client2.get(reverse("mandates:request", args=[found.pk])).status_code == 200
        address = reverse("mandates:request_accredit", args=[found.pk])
        assert client2.get(address).status_code == 200 and client2.post(address).status_code == 422
        assert client2.post(address, {"procedures": ["money", "papers"]}).status_code == 302
        found.refresh_from_db()
        accreditation = Accreditation.objects.get()
        assert found.state == "accredited" and found.accreditation == accreditation and found.answers == {}
        assert accreditation.organisation.labels.get().label == Label.AIDANTS_CONNECT
        assert Helper.objects.get().state == "waiting" and HelperLead.objects.count() == 1
        assert {mail.to[0] for mail in mailoutbox} == {
            "awa.diallo@bourg.example.org", "lou.bernard@bourg.example.org",
        }  # fmt: skip
        for name in ("accreditation", "groups", "accreditation_end"):
            assert client2.get(reverse(f"mandates:{name}", args=[accreditation.pk])).status_code == 200
        end = reverse("mandates:accreditation_end", args=[accreditation.pk])
        assert client2.post(end, {"reason": "court"}).status_code == 422
        assert client2.post(end, {"reason": "L'organisation a fermé."}).status_code == 302
        assert not accreditation.organisation.labels.exists()

    def test_refused_with_its_reason(self, client, client2):
        found = submitted(client)
        signed_in(client2, Role.NATIONAL_ADMIN)
        address = reverse("mandates:request_refuse", args=[found.pk])
        assert client2.post(address, {"reason": "non"}).status_code == 422
        assert client2.post(address, {"reason": "Pas de mission de service public."}).status_code == 302
        follow = reverse("mandates:follow", args=[links.token(found.pk, links.FOLLOW)])
        assert "Pas de mission" in client.get(follow).content.decode()

    def test_answered_from_the_page_and_exported(self, client, client2):
        found = submitted(client)
        signed_in(client2, Role.NATIONAL_ADMIN)
        address = reverse("mandates:request_answer", args=[found.pk])
        assert client2.get(address).status_code == 200
        assert client2.post(address, {"kind": "message", "body": ""}).status_code == 422
        assert client2.post(address, {"kind": "message", "body": "Bonjour"}).status_code == 302
        text = b"".join(client2.get(reverse("mandates:requests"), {"export": "csv"}).streaming_content).decode()
        assert "CCAS de Bourg" in text and JournalEntry.objects.filter(action="export").count() == 1

    def test_the_list_costs_the_same_at_one_and_three_rows(self, client2, now):
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
