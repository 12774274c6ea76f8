"""Signing in by an e-mailed code, through the pages."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from conum.commons.accounts.enums import CodePurpose, Role
from conum.commons.accounts.models import EmailCode, SignIn
from conum.commons.accounts.operations.codes import CodeRefused, ask_sign_in_code, check_code, send_code
from tests.factories_accounts import make_membership, make_person

pytestmark = pytest.mark.django_db


def read_code() -> str:
    """The code of the last mail."""
    found = re.search(r"\b(\d{6})\b", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found.group(1)


def sign_in_as(client: Client, email: str, **data: Any) -> Any:
    """Ask for a code and type it."""
    client.post("/connexion/", {"email": email, **data})
    return client.post("/connexion/code/", {"code": read_code()})


def test_a_code_opens_the_session_where_the_person_was_going(client: Client) -> None:
    person = make_person(email="ada@example.org")
    response = sign_in_as(client, " Ada@Example.org ", next="/compte/")
    assert response.status_code == 302 and response["Location"] == "/compte/"
    assert client.get("/compte/").context["person"] == person
    assert SignIn.objects.filter(person=person, outcome="succeeded", method="code", address="127.0.0.1").exists()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_way_out_stays_on_our_site(client: Client, elsewhere: str) -> None:
    make_person(email="ada@example.org")
    assert sign_in_as(client, "ada@example.org", next=elsewhere)["Location"] == reverse("dashboard")


def test_a_known_and_an_unknown_address_get_the_same_answer(client: Client) -> None:
    make_person(email="ada@example.org")
    pages = []
    for email in ("ada@example.org", "nobody@example.org"):
        response = client.post("/connexion/", {"email": email})
        page = client.get(response["Location"]).content.decode()
        refused = client.post("/connexion/code/", {"code": "000000"})
        pages.append((response.status_code, page.replace(email, "X"), refused.status_code))
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')
    assert tokens.sub("", pages[0][1]) == tokens.sub("", pages[1][1])
    assert pages[0][0::2] == pages[1][0::2] == (302, 422)
    assert "aucun compte" in mail.outbox[-1].body


def test_a_deactivated_person_gets_no_code(client: Client, now: datetime) -> None:
    make_person(email="ada@example.org", is_active=False, deactivated_at=now)
    client.post("/connexion/", {"email": "ada@example.org"})
    assert not EmailCode.objects.exists()


def test_a_wrong_code_is_refused_and_seen_in_the_log(client: Client) -> None:
    person = make_person(email="ada@example.org")
    client.post("/connexion/", {"email": "ada@example.org"})
    wrong = "000000" if read_code() != "000000" else "111111"
    response = client.post("/connexion/code/", {"code": wrong})
    assert response.status_code == 422 and "pas le bon" in response.content.decode()
    assert SignIn.objects.get(person=person).outcome == "refused"
    assert client.get("/compte/").status_code == 302


@pytest.mark.parametrize("text", ["", "12345", "abcdef", "1" * 500, "<script>"])
def test_bad_input_of_the_code_form(client: Client, text: str) -> None:
    make_person(email="ada@example.org")
    client.post("/connexion/", {"email": "ada@example.org"})
    assert client.post("/connexion/code/", {"code": text}).status_code == 422


@pytest.mark.parametrize("text", ["", "ada", "ada@", "a" * 260 + "@example.org", "ada@example.org\nBcc: x@example.org"])
def test_bad_input_of_the_address_form(client: Client, text: str) -> None:
    response = client.post("/connexion/", {"email": text})
    assert response.status_code == 422 and not mail.outbox


def test_the_code_page_needs_a_code_asked_in_this_session(client: Client) -> None:
    assert client.get("/connexion/code/")["Location"] == "/connexion/"


def test_a_code_is_hashed_at_rest_and_serves_once(now: datetime) -> None:
    person = make_person()
    code_id = send_code(person, CodePurpose.SIGN_IN, person.email, now)
    code = read_code()
    assert code not in EmailCode.objects.get().code_hash
    assert check_code(code_id, CodePurpose.SIGN_IN, f"{code[:3]} {code[3:]}", now).person == person
    with pytest.raises(CodeRefused):
        check_code(code_id, CodePurpose.SIGN_IN, code, now)


def test_a_code_dies_after_fifteen_minutes(now: datetime) -> None:
    person = make_person()
    code_id = send_code(person, CodePurpose.SIGN_IN, person.email, now)
    with pytest.raises(CodeRefused):
        check_code(code_id, CodePurpose.SIGN_IN, read_code(), now + timedelta(minutes=15))
    assert check_code(code_id, CodePurpose.SIGN_IN, read_code(), now + timedelta(minutes=14, seconds=59))


def test_a_code_dies_after_five_attempts(now: datetime) -> None:
    person = make_person()
    code_id = send_code(person, CodePurpose.SIGN_IN, person.email, now)
    for _ in range(5):
        with pytest.raises(CodeRefused):
            check_code(code_id, CodePurpose.SIGN_IN, "x", now)
    with pytest.raises(CodeRefused):
        check_code(code_id, CodePurpose.SIGN_IN, read_code(), now)


def test_a_new_code_replaces_the_one_before_and_serves_one_purpose(now: datetime) -> None:
    person = make_person()
    first = send_code(person, CodePurpose.SIGN_IN, person.email, now)
    first_code = read_code()
    second = ask_sign_in_code(person.email, now)
    with pytest.raises(CodeRefused):
        check_code(first, CodePurpose.SIGN_IN, first_code, now)
    with pytest.raises(CodeRefused):
        check_code(second, CodePurpose.EMAIL_CHANGE, read_code(), now)


def test_attempts_are_limited_per_account(client: Client) -> None:
    make_person(email="ada@example.org")
    statuses = [client.post("/connexion/", {"email": "ada@example.org"}).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
    assert client.post("/connexion/", {"email": "grace@example.org"}).status_code == 302


def test_attempts_are_limited_per_network(client: Client) -> None:
    statuses = [client.post("/connexion/", {"email": f"p{n}@example.org"}).status_code for n in range(61)]
    assert statuses[-2:] == [302, 429]
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post("/connexion/", {"email": "p0@example.org"}).status_code == 302


def test_signing_out_is_a_post(client: Client) -> None:
    make_person(email="ada@example.org")
    sign_in_as(client, "ada@example.org")
    assert client.get("/deconnexion/").status_code == 405
    client.post("/deconnexion/")
    assert client.get("/compte/").status_code == 302


def test_a_role_that_sees_personal_data_enrols_a_second_factor_first(client: Client) -> None:
    person = make_person(email="ada@example.org")
    make_membership(Role.COUNSELLOR, person)
    sign_in_as(client, "ada@example.org")
    response = client.get("/compte/")
    assert response.status_code == 302 and response["Location"].startswith("/compte/securite/?next=%2Fcompte%2F")
    assert client.get(response["Location"]).status_code == 200


def test_a_candidate_is_not_asked_for_a_second_factor(client: Client) -> None:
    person = make_person(email="ada@example.org")
    make_membership(Role.CANDIDATE, person)
    sign_in_as(client, "ada@example.org")
    assert client.get("/compte/").status_code == 200
