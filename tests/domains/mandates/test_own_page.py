"""The citizen's own page."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.journal.models import JournalEntry
from conum.domains.mandates.models import Authorisation
from tests.domains.mandates.visits import comes_back, depart
from tests.factories_mandate_life import (
    make_helper,
    signed_mandate,
)
from tests.support import franceconnect as fc

pytestmark = pytest.mark.django_db


class TestOwnPage:
    @pytest.fixture
    def mandate(self, provider):
        from conum.commons.beneficiaries.gateways.sealing import subject_hash  # noqa: PLC0415
        from tests.factories_beneficiaries import make_identity  # noqa: PLC0415

        identity = make_identity(subject_hash=subject_hash(provider, fc.ANGELA))
        helper = make_helper(now=timezone.now())
        return signed_mandate(helper, identity=identity, groups=("money", "social"), now=timezone.now())

    def opens(self, client, subject=fc.ANGELA):
        response = comes_back(client, depart(client, "/mes-mandats/connexion/"), subject)
        assert response["Location"] == "/mes-mandats/"
        return client.get("/mes-mandats/").content.decode()

    def test_MAN_33_my_mandates_and_every_use(self, client, mandate):
        page = self.opens(client)
        assert str(mandate.organisation) in page and "Mandat signé" in page
        assert "Ce qui a été fait en votre nom" in page
        copy = client.get("/mes-mandats/copie/").json()
        assert copy["identite"]["birth_date"] == "1962-08-24" and len(copy["mandats"]) == 1 and copy["journal"]
        assert "subject_hash" not in copy["identite"]

    def test_MAN_15_i_revoke_one_group_then_all(self, client, mandate):
        self.opens(client)
        address = f"/mes-mandats/{mandate.pk}/revoquer/"
        assert client.post(address, {"procedures": []}).status_code == 422
        client.post(address, {"procedures": ["money"]})
        assert [one.group_id for one in Authorisation.objects.filter(revoked_by="citizen")] == ["money"]
        client.post(address, {"procedures": ["social"]})
        assert not Authorisation.objects.filter(revoked_at=None).exists()

    def test_somebody_else_sees_nothing_of_it(self, client, mandate):
        page = self.opens(client, fc.MARCEL)
        assert "Aucun mandat à votre nom" in page and str(mandate.organisation) not in page
        for path in ("revoquer/", "attestation/"):
            assert client.get(f"/mes-mandats/{mandate.pk}/{path}").status_code == 404
        assert not Beneficiary.objects.filter(family_name="PETITJEAN").exists()

    def test_the_session_dies_after_a_quarter_of_an_hour_and_on_leaving(self, client, mandate):
        self.opens(client)
        client.post("/mes-mandats/quitter/")
        assert client.get("/mes-mandats/copie/").status_code == 404
        self.opens(client)
        session = client.session
        at = (timezone.now() - timedelta(minutes=15)).isoformat()
        session["citizen"] = {**session["citizen"], "at": at}
        session.save()
        assert client.get("/mes-mandats/copie/").status_code == 404

    def test_a_professional_session_never_shows_a_citizen(self, desk, mandate):
        client, _helper = desk
        comes_back(client, depart(client, "/mes-mandats/connexion/"))
        page = client.get("/mes-mandats/").content.decode()
        assert "session professionnelle" in page and str(mandate.organisation) not in page.split("<main")[1]

    def test_my_paper(self, client, mandate):
        self.opens(client)
        pdf = client.get(f"/mes-mandats/{mandate.pk}/attestation/")
        assert b"".join(pdf.streaming_content).startswith(b"%PDF") and pdf["Cache-Control"] == "private, no-store"

    def test_MAN_33_i_take_my_trail_away_as_a_table_as_a_document_and_as_data(self, client, mandate):
        self.opens(client)
        copies = {kind: client.get(f"/mes-mandats/historique.{kind}") for kind in ("csv", "pdf")}
        table = b"".join(copies["csv"].streaming_content).decode()
        document = "".join(page.extract_text() for page in PdfReader(BytesIO(copies["pdf"].content)).pages)
        data = json.dumps(client.get("/mes-mandats/copie/").json(), ensure_ascii=False)
        for copy in (table, " ".join(document.split()), data):
            assert "Mandat signé" in copy and str(mandate.organisation) in copy
        for copy in copies.values():
            assert copy["Cache-Control"] == "private, no-store" and "attachment" in copy["Content-Disposition"]
        kept = JournalEntry.objects.filter(action="citizen.export").order_by("position")
        assert [entry.payload["kind"] for entry in kept] == ["csv", "pdf", "json"]
        assert "DUBOIS" not in str([entry.payload for entry in kept])

    def test_nobody_takes_a_trail_without_signing_in(self, client, mandate):
        for kind in ("csv", "pdf"):
            assert client.get(f"/mes-mandats/historique.{kind}").status_code == 404
        self.opens(client)
        assert client.get("/mes-mandats/historique.exe").status_code == 404
        assert not JournalEntry.objects.filter(action="citizen.export").exists()
