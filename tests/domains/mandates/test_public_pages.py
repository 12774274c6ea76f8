"""Pages without account, and the administration's."""

import pytest
from django.utils import timezone

from conum.commons.accounts.enums import Role
from conum.domains.mandates.models import Authorisation
from conum.domains.mandates.operations import revoking
from tests.domains.mandates.test_mandate_life import revocation_code
from tests.factories_accounts import signed_in
from tests.factories_mandate_life import (
    actor_for,
    make_helper,
    signed_mandate,
)

pytestmark = pytest.mark.django_db


class TestPublicPages:
    @pytest.fixture
    def mandate(self):
        return signed_mandate(make_helper(now=timezone.now()), groups=("money",), now=timezone.now())

    def test_MAN_19_a_known_code_says_everything_but_who(self, client, mandate):
        page = client.get("/mandats/verifier/", {"code": mandate.document.code.lower()}).content.decode()
        assert "Mandat connu et en cours" in page and str(mandate.organisation) in page and "Argent" in page
        for secret in ("DUBOIS", "Angela", "angela@example.org", str(mandate.pk), str(mandate.beneficiary_id)):
            assert secret not in page
        revoking.revoke(mandate.pk, None, actor=actor_for(mandate.signed_by), now=timezone.now())
        page = client.post("/mandats/verifier/", {"code": mandate.document.code}).content.decode()
        assert "Mandat connu, mais terminé" in page and "Révoqué" in page

    def test_MAN_19_an_unknown_code_and_no_code_are_said(self, client):
        assert "Code inconnu" in client.post("/mandats/verifier/", {"code": "ABCDE-23456"}).content.decode()
        response = client.post("/mandats/verifier/", {"code": ""})
        assert response.status_code == 422 and "Code de vérification" in response.content.decode()

    def test_MAN_19_guesses_are_limited(self, client):
        answers = [client.post("/mandats/verifier/", {"code": "AAAAA"}).status_code for _ in range(31)]
        assert answers == [200] * 30 + [429]

    def test_MAN_15_the_code_of_the_paper(self, client, mandate):
        address = "/mandats/revoquer-par-code/"
        assert client.post(address, {"code": "AAAA", "sure": "on"}).status_code == 422
        code = revocation_code(mandate)
        assert client.post(address, {"code": code}).status_code == 422
        assert client.post(address, {"code": code, "sure": "on"}).status_code == 302
        assert not Authorisation.objects.filter(revoked_at=None).exists()
        answers = [client.post(address, {"code": "x", "sure": "on"}).status_code for _ in range(8)]
        assert answers[-1] == 429

    def test_MAN_15_the_administration(self, client, mandate):
        signed_in(client, Role.NATIONAL_ADMIN)
        given = {"code": mandate.document.code, "reason": ""}
        assert client.post("/mandats/administration/", given).status_code == 422
        assert client.post("/mandats/administration/", {**given, "code": "ZZ", "reason": "x" * 9}).status_code == 422
        assert client.post("/mandats/administration/", {**given, "reason": "Jugement"}).status_code == 302
        assert set(Authorisation.objects.values_list("revoked_by", flat=True)) == {"admin"}
