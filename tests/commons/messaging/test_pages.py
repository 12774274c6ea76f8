"""Preferences, and the mails of the demonstration."""

import pytest
from django.urls import reverse

from conum.commons.messaging.models import MailRefusal
from tests.commons.messaging.test_outbox import queue
from tests.factories_accounts import make_person, sign_in, signed_in

PREFERENCES, MAILS = reverse("messaging:preferences"), reverse("messaging:demonstration")
pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


class TestPreferences:
    def test_everything_is_wanted_at_first(self, client):
        signed_in(client, "counsellor")
        assert body(client.get(PREFERENCES)).count(" checked") == 4

    def test_a_choice_is_kept(self, client):
        actor = signed_in(client, "host_manager")
        page = client.post(PREFERENCES, {"wanted": ["reminder", "news"]}, follow=True)
        assert "préférences sont enregistrées" in body(page) and body(page).count(" checked") == 2
        refused = MailRefusal.objects.filter(person_id=actor.person_id).values_list("topic", flat=True)
        assert set(refused) == {"proposal", "digest"}
        client.post(PREFERENCES, {"wanted": ["digest"]})
        assert MailRefusal.objects.count() == 3

    def test_an_account_without_role_chooses_too(self, client):
        sign_in(client, make_person())
        assert client.get(PREFERENCES).status_code == 200

    def test_an_unknown_topic_is_refused(self, client):
        signed_in(client, "counsellor")
        assert client.post(PREFERENCES, {"wanted": ["spam"]}).status_code == 422
        assert not MailRefusal.objects.exists()

    def test_a_visitor_signs_in_first(self, client):
        assert client.get(PREFERENCES).status_code == 302


class TestDemonstration:
    def test_mails_are_listed_and_read(self, client, now):
        mail = queue(now)
        assert "Bienvenue Ana" in body(client.get(MAILS))
        page = body(client.get(reverse("messaging:demonstration_mail", args=[mail.pk])))
        assert "Votre demande est enregistrée" in page and "/demandes/</a>" in page

    def test_the_laid_out_version_is_shut_in(self, client, now):
        answer = client.get(reverse("messaging:demonstration_body", args=[queue(now).pk]))
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy

    def test_filters(self, client, now):
        queue(now, "a", to="ana@example.org")
        queue(now, "b", to="bob@example.org")
        assert [mail.to for mail in client.get(f"{MAILS}?a=BOB").context["rows"]] == ["bob@example.org"]
        assert not client.get(f"{MAILS}?etat=bounced").context["rows"]

    def test_an_empty_list_says_what_to_do(self, client):
        assert "Demandez un code" in body(client.get(MAILS))

    def test_nothing_of_it_exists_elsewhere(self, client, now, settings):
        mail = queue(now)
        settings.CONUM_SYNTHETIC = False
        addresses = [MAILS, *(reverse(f"messaging:demonstration_{n}", args=[mail.pk]) for n in ("mail", "body"))]
        assert {client.get(address).status_code for address in addresses} == {404}

    def test_the_number_of_queries_does_not_grow(self, client, now, django_assert_max_num_queries):
        counts = set()
        for number in range(3):
            queue(now, f"k{number}")
            with django_assert_max_num_queries(20) as asked:
                client.get(MAILS)
            counts.add(len(asked))
        assert len(counts) == 1
