"""The own account, and the list of accounts."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conum.commons.accounts.enums import Role, SignInMethod, SignInOutcome
from conum.commons.accounts.models import Membership, Person
from conum.commons.accounts.operations.memberships import end_role, give_role
from conum.commons.accounts.operations.people import deactivate, reactivate
from conum.commons.accounts.operations.sign_ins import log_sign_in
from conum.commons.journal.models import JournalEntry
from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from tests.commons.accounts.test_sign_in import read_code, sign_in_as
from tests.factories_accounts import make_actor, make_membership, make_organisation, make_person, signed_in

pytestmark = pytest.mark.usefixtures("territories")
REASON = "Départ de la préfecture"


def test_profile_is_changed_and_bad_input_is_told(client: Client) -> None:
    actor = signed_in(client, Role.CANDIDATE)
    good = {"first_name": "Ada", "last_name": "Lovelace", "phone": "01 99 00 12 34", "language": "en"}
    assert client.post("/compte/modifier/", good)["Location"] == "/compte/"
    person = Person.objects.get(pk=actor.person_id)
    assert (str(person), person.language, person.phone) == ("Ada Lovelace", "en", "+33199001234")
    for wrong in ({"first_name": ""}, {"last_name": "x" * 81}, {"phone": "12"}, {"language": "xx"}):
        response = client.post("/compte/modifier/", good | wrong)
        assert response.status_code == 422 and next(iter(wrong)) in response.context["form"].errors


def test_the_address_changes_once_the_code_sent_there_is_typed(client: Client) -> None:
    actor = signed_in(client, Role.CANDIDATE)
    old = Person.objects.get(pk=actor.person_id).email
    client.post("/compte/adresse/", {"email": "New@example.org"})
    code = read_code()
    assert mail.outbox[-1].to == ["new@example.org"]
    assert client.post("/compte/adresse/code/", {"code": "x"}).status_code == 422
    assert Person.objects.get(pk=actor.person_id).email == old
    client.post("/compte/adresse/code/", {"code": code})
    assert Person.objects.get(pk=actor.person_id).email == "new@example.org"
    assert mail.outbox[-1].to == [old] and JournalEntry.objects.get().action == "change_email"


def test_a_taken_address_gets_the_same_screen_and_only_a_mail_says_so(client: Client) -> None:
    make_person(email="taken@example.org")
    signed_in(client, Role.CANDIDATE)
    assert client.post("/compte/adresse/", {"email": "taken@example.org"})["Location"] == "/compte/adresse/code/"
    assert "déjà" in mail.outbox[-1].subject and not re.search(r"\d{6}", mail.outbox[-1].body)
    assert client.post("/compte/adresse/code/", {"code": "123456"}).status_code == 422


def test_address_changes_are_limited(client: Client) -> None:
    signed_in(client, Role.CANDIDATE)
    statuses = [client.post("/compte/adresse/", {"email": f"n{n}@example.org"}).status_code for n in range(6)]
    assert statuses == [302] * 5 + [429]


def test_switching_role_takes_effect_at_once_and_only_to_the_own_roles(client: Client) -> None:
    actor = signed_in(client, Role.NATIONAL_ADMIN)
    prefecture = make_membership(Role.PREFECTURE, Person.objects.get(pk=actor.person_id), department_id="87")
    assert client.get("/comptes/").status_code == 200
    client.post("/compte/role/", {"membership": str(prefecture.pk)})
    assert client.get("/comptes/").status_code == 404
    other = make_membership(Role.NATIONAL_ADMIN)
    for wrong in (str(other.pk), "", "not-a-uuid"):
        assert client.post("/compte/role/", {"membership": wrong}).status_code == 404


def test_a_role_that_ends_has_no_effect_at_the_next_request(client: Client) -> None:
    actor = signed_in(client, Role.NATIONAL_ADMIN)
    assert client.get("/comptes/").status_code == 200
    Membership.objects.filter(pk=actor.membership_id).update(ends_on=date(2021, 1, 1))
    assert client.get("/comptes/").status_code == 404


def test_sessions_are_listed_and_revoked(client: Client) -> None:
    make_person(email="ada@example.org")
    laptop, phone = Client(headers={"user-agent": "Laptop"}), Client(headers={"user-agent": "Phone"})
    sign_in_as(laptop, "ada@example.org")
    sign_in_as(phone, "ada@example.org")
    page = laptop.get("/compte/appareils/").content.decode()
    assert "Laptop" in page and "Phone" in page
    lost = UserSession.objects.get(user_agent="Phone")
    laptop.post("/compte/appareils/", {"session": str(lost.pk)})
    assert phone.get("/compte/").status_code == 302 and laptop.get("/compte/").status_code == 200


def test_the_session_of_somebody_else_is_not_revoked(client: Client) -> None:
    make_person(email="ada@example.org")
    sign_in_as(Client(), "ada@example.org")
    stranger = UserSession.objects.get()
    signed_in(client, Role.CANDIDATE)
    for wrong in (str(stranger.pk), "0", "x"):
        assert client.post("/compte/appareils/", {"session": wrong}).status_code == 404
    assert UserSession.objects.filter(pk=stranger.pk).exists()


def test_all_other_sessions_are_revoked_at_once(client: Client) -> None:
    make_person(email="ada@example.org")
    clients = [Client() for _ in range(3)]
    for one in clients:
        sign_in_as(one, "ada@example.org")
    clients[0].post("/compte/appareils/")
    assert [one.get("/compte/").status_code for one in clients] == [200, 302, 302]


def test_closing_the_own_account_ends_every_session(client: Client) -> None:
    person = make_person(email="ada@example.org")
    other = Client()
    sign_in_as(client, "ada@example.org")
    sign_in_as(other, "ada@example.org")
    client.post("/compte/fermer/")
    person.refresh_from_db()
    assert not person.is_active
    assert client.get("/compte/").status_code == other.get("/compte/").status_code == 302


def test_an_administrator_closes_and_reopens_with_a_reason(now: datetime) -> None:
    admin, person = make_actor(Role.NATIONAL_ADMIN), make_person()
    with pytest.raises(ConumError, match="10 à 500"):
        deactivate(person.pk, "court", admin, now)
    closed = deactivate(person.pk, REASON, admin, now)
    assert (closed.is_active, closed.deactivated_at, closed.deactivation_reason) == (False, now, REASON)
    with pytest.raises(OutOfSight):
        deactivate(person.pk, REASON, admin, now)
    assert reactivate(person.pk, REASON, admin, now).is_active
    assert [e.action for e in JournalEntry.objects.order_by("position")] == ["deactivate", "reactivate"]


def test_nobody_else_closes_an_account(now: datetime) -> None:
    with pytest.raises(PermissionRefused):
        deactivate(make_person().pk, REASON, make_actor(Role.PREFECTURE), now)


def test_a_role_given_twice_is_held_once_and_ends_at_once(now: datetime) -> None:
    person, host = make_person(), make_organisation()
    first = give_role(person, Role.HOST_MANAGER, None, now, organisation_id=host.pk)
    assert give_role(person, Role.HOST_MANAGER, None, now, organisation_id=host.pk) == first
    end_role(first.pk, None, now)
    assert not Membership.objects.exists()
    old = make_membership(Role.COUNSELLOR, person)
    end_role(old.pk, None, now)
    old.refresh_from_db()
    assert old.ends_on == date(2026, 1, 12)
    with pytest.raises(OutOfSight):
        end_role(old.pk, None, now)


def test_a_manager_ends_the_role_of_a_colleague_only(now: datetime) -> None:
    actor = make_actor(Role.HOST_MANAGER)
    stranger = make_membership(Role.HOST_MANAGER)
    counsellor = make_membership(Role.COUNSELLOR, organisation_id=actor.organisation_id)
    for other in (stranger, counsellor):
        with pytest.raises(OutOfSight):
            end_role(other.pk, actor, now)
    colleague = make_membership(Role.HOST_MANAGER, organisation_id=actor.organisation_id)
    end_role(colleague.pk, actor, now)


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_of_accounts_costs_the_same_at_any_length(client: Client, more: int) -> None:
    signed_in(client, Role.NATIONAL_ADMIN)
    for _ in range(more):
        make_membership(Role.HOST_MANAGER)
    client.get("/comptes/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get("/comptes/").status_code == 200
    assert len(queries) == 6, [q["sql"][:90] for q in queries.captured_queries]


def test_accounts_are_found_by_name_role_and_state(client: Client, now: datetime) -> None:
    signed_in(client, Role.NATIONAL_ADMIN, make_person(last_name="Admin"))
    make_membership(Role.COUNSELLOR, make_person(first_name="Ada", last_name="Lovelace"))
    make_person(last_name="Closed", is_active=False, deactivated_at=now)

    def found(query: str) -> list[str]:
        return [person.last_name for person in client.get(f"/comptes/?{query}").context["rows"]]

    assert found("q=ada+love") == ["Lovelace"]
    assert found("role=counsellor") == ["Lovelace"]
    assert found("etat=desactive") == ["Closed"]
    assert found("tri=-nom") == ["Lovelace", "Closed", "Admin"]
    assert found("q=nobody") == []
    assert "Aucun compte" in client.get("/comptes/?q=nobody").content.decode()


def test_an_account_is_read_closed_and_reopened_by_the_pages(client: Client) -> None:
    signed_in(client, Role.NATIONAL_ADMIN)
    membership = make_membership(Role.PREFECTURE)
    address = f"/comptes/{membership.person_id}/"
    assert "Préfecture, Haute-Vienne (87)" in client.get(address).content.decode()
    assert client.post(f"{address}desactiver/", {"reason": "court"}).status_code == 422
    assert REASON in client.post(f"{address}desactiver/", {"reason": REASON}, follow=True).content.decode()
    client.post(f"{address}reactiver/", {"reason": REASON})
    client.post(f"/comptes/roles/{membership.pk}/terminer/")
    assert "mettre fin" not in client.get(address).content.decode()


def test_the_account_leads_to_the_choice_of_mails(client: Client) -> None:
    signed_in(client, Role.COUNSELLOR)
    assert 'href="/compte/courriels/"' in client.get("/compte/").content.decode()


def test_the_own_log_is_the_only_one_shown(client: Client, now: Any) -> None:
    make_person(email="ada@example.org")
    sign_in_as(client, "ada@example.org")
    log_sign_in(make_person().pk, SignInMethod.CODE, SignInOutcome.REFUSED, None, "Stranger", now)
    page = client.get("/compte/connexions/").content.decode()
    assert "Code reçu par courriel" in page and "Stranger" not in page
