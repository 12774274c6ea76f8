"""The lists of an organisation, and the pages of one mandate."""

import html

import pytest
from django.test import Client
from django.utils import timezone

from conum.commons.journal.models import JournalEntry
from tests.domains.mandates.conftest import signs_in
from tests.factories_mandate_life import (
    make_accreditation,
    make_helper,
    many_mandates,
    prepared,
    signed_mandate,
)

pytestmark = pytest.mark.django_db


class TestLists:
    def test_search_filters_sort_and_export(self, desk):
        client, helper = desk
        now = timezone.now()
        first = signed_mandate(helper, groups=("money",), now=now)
        many_mandates(helper, 3, now=now)
        assert client.get("/mandats/").context["page_obj"].paginator.count == 4
        assert [one.pk for one in client.get("/mandats/?q=angela dubois").context["rows"]] == [first.pk]
        assert client.get("/mandats/?etat=revoked").context["page_obj"].paginator.count == 0
        assert client.get("/mandats/?demarche=social").context["page_obj"].paginator.count == 0
        assert client.get("/mandats/?tri=nom").status_code == 200
        assert client.post("/mandats/exporter/", {"reason": "", "kind": "csv"}).status_code == 422
        answer = client.post("/mandats/exporter/?q=dubois", {"reason": "Suivi du mois", "kind": "csv"})
        text = b"".join(answer.streaming_content).decode()
        assert "DUBOIS" in text and "Suivi du mois" in text and "NOM0001" not in text
        assert JournalEntry.objects.get(action="mandates.export").payload["lines"] == 1

    @pytest.mark.parametrize("address", ["/mandats/", "/mandats/?q=nom"])
    def test_a_page_costs_the_same_at_one_and_three_rows(self, desk, address):
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        client, helper = desk
        counts = []
        for more in (1, 2):
            for number in range(more):
                many = make_helper(helper.accreditation, now=timezone.now())
                signed_mandate(many, f"nom-{more}-{number}", now=timezone.now())
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_pages_of_one_mandate_are_those_of_the_organisation(self, desk):
        client, helper = desk
        mine = signed_mandate(helper, now=timezone.now())
        theirs = signed_mandate(make_helper(now=timezone.now()), "other", now=timezone.now())
        for path in ("", "revoquer/", "renouveler/", "transferer/"):
            assert client.get(f"/mandats/{mine.pk}/{path}").status_code == 200
            assert client.get(f"/mandats/{theirs.pk}/{path}").status_code == 404
        assert "Mandat signé" in client.get(f"/mandats/{mine.pk}/").content.decode()
        assert "Angela" in client.get(f"/mandats/usagers/{mine.beneficiary_id}/").content.decode()
        assert client.get(f"/mandats/usagers/{theirs.beneficiary_id}/").status_code == 404

    def test_revoke_and_propose_a_transfer_on_screen(self, desk):
        client, helper = desk
        mine = signed_mandate(helper, groups=("money", "social"), now=timezone.now())
        other = make_helper(make_accreditation(now=timezone.now()), now=timezone.now())
        assert client.post(f"/mandats/{mine.pk}/revoquer/", {"procedures": []}).status_code == 422
        client.post(f"/mandats/{mine.pk}/revoquer/", {"procedures": ["money"]})
        assert mine.authorisations.get(group="money").revoked_by == "helper"
        response = client.post(f"/mandats/{mine.pk}/transferer/", {"organisation": "12"})
        assert response.status_code == 422 and "14 chiffres" in response.content.decode()
        client.post(f"/mandats/{mine.pk}/transferer/", {"organisation": other.organisation.siret})
        transfer = mine.transfers.get()
        assert "Retirer" in client.get("/mandats/transferts/").content.decode()
        there = Client()
        signs_in(there, other)
        there.post(f"/mandats/transferts/{transfer.pk}/accepter/")
        page = there.get("/mandats/transferts/").content.decode()
        assert "Signer avec l" in page and "DUBOIS" not in page
        assert there.get(f"/mandats/transferts/{transfer.pk}/signer/").status_code == 200

    def test_what_is_over_is_not_offered_to_be_revoked(self, desk):
        client, helper = desk
        mine = signed_mandate(helper, groups=("money",), now=timezone.now())
        page = f"/mandats/{mine.pk}/"
        client.post(f"{page}revoquer/", {"procedures": ["money"]})
        answer = client.get(f"{page}revoquer/", follow=True)
        assert answer.redirect_chain == [(page, 302)] and "déjà terminé" in answer.content.decode()

    def test_a_preparation_can_be_taken_up_again(self, desk):
        client, helper = desk
        preparation = prepared(helper, now=timezone.now())
        assert f"/mandats/preparation/{preparation.pk}/" in client.get("/mandats/").content.decode()


def test_the_page_of_a_mandate_says_until_when_the_signed_paper_is_kept(desk):
    client, helper = desk
    mandate = signed_mandate(helper, now=timezone.now())
    page = client.get(f"/mandats/{mandate.pk}/")
    last = page.context["last_day"]
    assert page.context["keep_paper_until"].year == last.year + 6
    assert "Gardez l'exemplaire signé jusqu'au" in html.unescape(page.content.decode())
