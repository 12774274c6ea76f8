"""The second factor: enrolled, asked, replayed, limited, removed."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import SignIn
from conum.commons.accounts.operations.demonstration import enrol_invented
from conum.commons.accounts.parameters import TOTP_STEP_SECONDS
from conum.commons.accounts.queries.demonstration import current_code
from conum.kernel.parameters import BEGINNING
from tests.commons.accounts.test_sign_in import sign_in_as
from tests.factories_accounts import make_membership, make_person, signed_in

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP" * 2


def code_of(secret: str, step: int = 0, seconds: int = 30) -> str:
    """The code an application shows now, or `step` periods of so many seconds away."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // seconds + step))


def enrolled(role: str = Role.COUNSELLOR) -> Any:
    """A person of this role, with an application."""
    person = make_person(email="ada@example.org")
    make_membership(role, person)
    TOTP.activate(person, SECRET)
    return person


def test_the_secret_is_encrypted_at_rest() -> None:
    person = enrolled()
    kept = str(Authenticator.objects.get(user=person).data)
    assert SECRET not in kept
    assert Authenticator.objects.get(user=person).wrap().validate_code(code_of(SECRET))


def test_enrolling_an_application_then_seeing_the_recovery_codes(client: Client) -> None:
    person = make_person(email="ada@example.org")
    make_membership(Role.COUNSELLOR, person)
    sign_in_as(client, "ada@example.org")
    page = client.get("/compte/securite/application/").content.decode()
    found = re.search(r'id="secret">([A-Z2-7=]+)<', page)
    assert found
    mail.outbox.clear()
    wrong = client.post("/compte/securite/application/", {"code": "000000"})
    assert wrong.status_code == 422 and found.group(1) in wrong.content.decode()
    response = client.post("/compte/securite/application/", {"code": code_of(found.group(1))})
    assert response["Location"] == "/compte/securite/codes/"
    codes = re.findall(r"<li><code>([^<]+)</code>", client.get("/compte/securite/codes/").content.decode())
    assert len(codes) == 10
    assert client.get("/compte/").status_code == 200
    download = client.get("/compte/securite/codes/telecharger/")
    assert codes[0] in download.content.decode() and "attachment" in download["Content-Disposition"]


def tells(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """The parameter says so from now on."""
    monkeypatch.setitem(TOTP_STEP_SECONDS.values, BEGINNING, seconds)


def test_each_application_keeps_the_step_it_was_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tells(monkeypatch, 3600)
    make_membership(Role.COUNSELLOR, make_person(email="ada@example.org"))
    sign_in_as(client, "ada@example.org")
    page = client.get("/compte/securite/application/")
    secret, picture = page.context["form"].secret, page.context["totp_url"]
    assert "period=3600" in picture
    refused = client.post("/compte/securite/application/", {"code": code_of(secret, seconds=30)})
    assert refused.status_code == 422
    added = client.post("/compte/securite/application/", {"code": code_of(secret, seconds=3600)})
    assert added["Location"] == "/compte/securite/codes/"
    tells(monkeypatch, 30)  # said later: this telephone knows nothing of it
    for seconds, expected in ((30, 422), (3600, 302)):
        visitor = Client()
        sign_in_as(visitor, "ada@example.org")
        answer = visitor.post("/connexion/second-facteur/", {"code": code_of(secret, seconds=seconds)})
        assert answer.status_code == expected


def test_an_application_added_before_the_step_changed_still_opens(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolled()
    tells(monkeypatch, 3600)
    sign_in_as(client, "ada@example.org")
    assert client.post("/connexion/second-facteur/", {"code": code_of(SECRET)}).status_code == 302


def test_sign_in_asks_for_the_second_factor_and_opens_nothing_before(client: Client) -> None:
    person = enrolled()
    assert sign_in_as(client, "ada@example.org")["Location"] == "/connexion/second-facteur/"
    assert client.get("/compte/")["Location"].startswith("/connexion/")
    assert client.get("/connexion/second-facteur/").status_code == 200
    refused = client.post("/connexion/second-facteur/", {"code": "000000"})
    assert refused.status_code == 422
    assert SignIn.objects.get(person=person).outcome == "refused"
    assert client.post("/connexion/second-facteur/", {"code": code_of(SECRET)}).status_code == 302
    assert client.get("/compte/").status_code == 200


def test_a_code_of_the_application_serves_once_whatever_the_process(client: Client) -> None:
    enrolled()
    code = code_of(SECRET)
    sign_in_as(client, "ada@example.org")
    client.post("/connexion/second-facteur/", {"code": code})
    from_cache_cleared = Client()
    sign_in_as(from_cache_cleared, "ada@example.org")
    response = from_cache_cleared.post("/connexion/second-facteur/", {"code": code})
    assert response.status_code == 422
    assert from_cache_cleared.get("/compte/").status_code == 302


def test_attempts_on_the_second_factor_are_limited_per_account(client: Client) -> None:
    enrolled()
    sign_in_as(client, "ada@example.org")
    for _ in range(5):
        client.post("/connexion/second-facteur/", {"code": "000000"})
    response = client.post("/connexion/second-facteur/", {"code": code_of(SECRET)})
    assert response.status_code == 422 and "Trop d'essais" in response.content.decode().replace("&#x27;", "'")


def test_a_recovery_code_serves_once(client: Client) -> None:
    person = enrolled()
    signed = Client()
    sign_in_as(signed, "ada@example.org")
    signed.post("/connexion/second-facteur/", {"code": code_of(SECRET)})
    signed.post("/connexion/confirmer/", {"code": code_of(SECRET, 1)})
    signed.post("/compte/securite/codes/nouveaux/")
    code = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 422):
        visitor = Client()
        sign_in_as(visitor, "ada@example.org")
        assert visitor.post("/connexion/second-facteur/", {"code": code}).status_code == expected


def test_a_sensitive_change_asks_for_the_second_factor_again(client: Client) -> None:
    enrolled()
    sign_in_as(client, "ada@example.org")
    client.post("/connexion/second-facteur/", {"code": code_of(SECRET)})
    response = client.post("/compte/securite/application/retirer/")
    assert response["Location"].startswith("/connexion/confirmer/")
    assert Authenticator.objects.exists()


def test_removing_the_last_factor_leads_back_to_enrolment(client: Client) -> None:
    enrolled()
    sign_in_as(client, "ada@example.org")
    client.post("/connexion/second-facteur/", {"code": code_of(SECRET)})
    client.post("/connexion/confirmer/?next=/compte/", {"code": code_of(SECRET, 1)})
    client.post("/compte/securite/application/retirer/")
    assert not Authenticator.objects.exists()
    assert client.get("/compte/")["Location"].startswith("/compte/securite/")


def test_a_session_opened_before_the_enrolment_shows_the_factor_too(client: Client) -> None:
    person = make_person(email="ada@example.org")
    make_membership(Role.COUNSELLOR, person)
    sign_in_as(client, "ada@example.org")
    TOTP.activate(person, SECRET)
    response = client.get("/compte/")
    assert response["Location"].startswith("/connexion/confirmer/")
    client.post(response["Location"], {"code": code_of(SECRET)})
    assert client.get("/compte/").status_code == 200


def test_changing_to_a_role_that_demands_a_factor_demands_it_at_once(client: Client) -> None:
    person = make_person(email="ada@example.org")
    make_membership(Role.CANDIDATE, person)
    sign_in_as(client, "ada@example.org")
    counsellor = make_membership(Role.COUNSELLOR, person)
    assert client.get("/compte/").status_code == 200
    client.post("/compte/role/", {"membership": str(counsellor.pk)})
    assert client.get("/compte/")["Location"].startswith("/compte/securite/")


def test_who_is_hired_stays_a_candidate_until_the_next_sign_in(client: Client) -> None:
    person = make_person(email="ada@example.org")
    make_membership(Role.CANDIDATE, person)
    sign_in_as(client, "ada@example.org")
    make_membership(Role.COUNSELLOR, person)
    assert client.get("/compte/").status_code == 200
    client.logout()
    sign_in_as(client, "ada@example.org")
    assert client.get("/compte/")["Location"].startswith("/compte/securite/")


def test_a_forged_passkey_answer_is_refused_politely(client: Client) -> None:
    for credential in ("", "{}", '{"id": 1}', "not json", '{"response": {"userHandle": "AAAA"}}'):
        assert client.post("/connexion/cle/", {"credential": credential})["Location"] == "/connexion/"


def test_a_forged_passkey_is_not_added(client: Client) -> None:
    person = signed_in(client, Role.COUNSELLOR)
    client.get("/compte/securite/cles/ajouter/")
    for credential in ("", "{}", '{"id": 1}', '{"id": "AA", "rawId": "AA", "response": {}, "type": "public-key"}'):
        assert client.post("/compte/securite/cles/ajouter/", {"credential": credential}).status_code == 200
    assert not Authenticator.objects.filter(user=person.person_id).exists()


def test_signing_in_by_the_factory_shows_the_factor(client: Client) -> None:
    signed_in(client, Role.NATIONAL_ADMIN)
    assert client.get("/compte/").status_code == 200


def test_the_demonstration_shows_codes_of_invented_people_only(client: Client, settings: Any) -> None:
    settings.CONUM_SYNTHETIC = True
    ada, real = make_person(email="ada@example.org"), make_person(email="real@mairie.fr")
    make_membership(Role.COUNSELLOR, ada)
    make_membership(Role.NATIONAL_ADMIN, real)
    assert enrol_invented([ada, real]) == 1 and enrol_invented([ada, real]) == 0
    sign_in_as(client, "ada@example.org")
    shown = re.search(r"<strong>(\d{6})</strong>", client.get("/connexion/second-facteur/").content.decode())
    assert shown
    assert client.post("/connexion/second-facteur/", {"code": shown.group(1)}).status_code == 302


def test_without_invented_people_the_seam_is_shut(client: Client, settings: Any, now: Any) -> None:
    settings.CONUM_SYNTHETIC = False
    person = enrolled()
    assert current_code(person, now) == "" and enrol_invented([make_person()]) == 0
    sign_in_as(client, "ada@example.org")
    assert not re.search(r"<strong>\d{6}</strong>", client.get("/connexion/second-facteur/").content.decode())
