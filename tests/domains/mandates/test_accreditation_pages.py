"""Applications through their pages: the form, the exchange, the decision."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conum.commons.accounts.enums import Label, Role
from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.domains.mandates.models import Accreditation, AccreditationRequest, Helper, HelperLead
from conum.domains.mandates.operations import decisions
from conum.domains.mandates.queries import links
from conum.domains.positions.gateways import companies
from conum.kernel.errors import ConumError, PermissionRefused
from tests.domains.mandates.applying import CONFIRMED, SIRET, STEPS, filled, step, submitted
from tests.factories_accounts import make_actor, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _silent_directory(monkeypatch):
    monkeypatch.setattr(companies, "find", lambda siret: None)


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
