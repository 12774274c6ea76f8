"""Invitations: sent, accepted once, withdrawn, too old."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Invitation, Membership, Person
from conum.commons.accounts.operations.invitations import InvitationDead, Offer, accept, invite, revoke
from conum.commons.journal.models import JournalEntry
from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from tests.factories_accounts import make_actor, make_organisation, make_person, signed_in

pytestmark = pytest.mark.usefixtures("territories")


def sent_token() -> str:
    """The token of the last mail."""
    found = re.search(r"/invitations/([\w-]+)/", mail.outbox[-1].body)
    assert found
    return found.group(1)


def invited(now: datetime, **change: Any) -> str:
    """Invite a colleague to an organisation; returns the token."""
    actor = make_actor(Role.HOST_MANAGER)
    given = {"email": "grace@example.org", "role": Role.HOST_MANAGER, "organisation_id": actor.organisation_id}
    invite(Offer(**{**given, **change}), actor, now)
    return sent_token()


def test_the_token_is_hashed_at_rest_and_lives_28_days(now: datetime) -> None:
    token = invited(now)
    kept = Invitation.objects.get()
    assert token not in kept.token_hash and kept.expires_at == now + timedelta(days=28)
    assert mail.outbox[-1].to == ["grace@example.org"]


def test_accepting_makes_the_account_gives_the_role_and_is_journalled(now: datetime) -> None:
    token = invited(now)
    person = accept(token, " Grace ", "Hopper", now + timedelta(days=1))
    membership = Membership.objects.get(person=person)
    assert (person.email, str(person), membership.role) == ("grace@example.org", "Grace Hopper", Role.HOST_MANAGER)
    actions = list(JournalEntry.objects.order_by("position").values_list("action", flat=True))
    assert actions == ["invite", "give_role", "accept_invitation"]
    assert "grace" not in str(list(JournalEntry.objects.values_list("payload", flat=True)))


def test_an_existing_account_keeps_its_name(now: datetime) -> None:
    known = make_person(email="grace@example.org", first_name="G", last_name="H")
    assert accept(invited(now), "Other", "Name", now) == known
    known.refresh_from_db()
    assert str(known) == "G H"


def test_a_token_serves_once(now: datetime) -> None:
    token = invited(now)
    accept(token, "Grace", "Hopper", now)
    with pytest.raises(InvitationDead):
        accept(token, "Grace", "Hopper", now)


def test_a_token_dies_after_28_days_and_when_sent_again(now: datetime) -> None:
    actor = make_actor(Role.HOST_MANAGER)
    offer = Offer("grace@example.org", Role.HOST_MANAGER, actor.organisation_id)
    invite(offer, actor, now)
    first = sent_token()
    invite(offer, actor, now)
    with pytest.raises(InvitationDead):
        accept(first, "Grace", "Hopper", now)
    with pytest.raises(InvitationDead):
        accept(sent_token(), "Grace", "Hopper", now + timedelta(days=28))


def test_a_withdrawn_invitation_is_dead(now: datetime) -> None:
    actor = make_actor(Role.HOST_MANAGER)
    invitation = invite(Offer("grace@example.org", Role.HOST_MANAGER, actor.organisation_id), actor, now)
    with pytest.raises(OutOfSight):
        revoke(invitation.pk, make_actor(Role.HOST_MANAGER), now)
    revoke(invitation.pk, actor, now)
    with pytest.raises(InvitationDead):
        accept(sent_token(), "Grace", "Hopper", now)
    with pytest.raises(OutOfSight):
        revoke(invitation.pk, actor, now)


def test_a_closed_account_does_not_come_back_by_an_invitation(now: datetime) -> None:
    make_person(email="grace@example.org", is_active=False, deactivated_at=now)
    with pytest.raises(ConumError, match="désactivé"):
        accept(invited(now), "Grace", "Hopper", now)
    assert Membership.objects.filter(person__email="grace@example.org").count() == 0


def test_a_manager_invites_to_the_own_organisation_and_role_only(now: datetime) -> None:
    actor = make_actor(Role.HOST_MANAGER)
    with pytest.raises(PermissionRefused):
        invite(Offer("x@example.org", Role.HOST_MANAGER, make_organisation().pk), actor, now)
    with pytest.raises(PermissionRefused):
        invite(Offer("x@example.org", Role.NATIONAL_ADMIN, actor.organisation_id), actor, now)
    with pytest.raises(PermissionRefused):
        invite(Offer("x@example.org", Role.PREFECTURE, department_id="87"), make_actor(Role.COUNSELLOR), now)
    assert not mail.outbox


def test_a_prefecture_is_invited_to_one_territory(now: datetime) -> None:
    admin = make_actor(Role.NATIONAL_ADMIN)
    for scope in ({}, {"department_id": "87", "region_id": "75"}):
        with pytest.raises(ConumError, match="un département ou une région"):
            invite(Offer("x@example.org", Role.PREFECTURE, **scope), admin, now)
    assert invite(Offer("X@Example.org", Role.PREFECTURE, department_id="87"), admin, now).email == "x@example.org"


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_acceptances_one_wins(now: datetime) -> None:
    token = invited(now)

    def attempt(_: int) -> bool:
        try:
            accept(token, "Grace", "Hopper", now)
        except InvitationDead:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]
    assert Membership.objects.filter(person__email="grace@example.org").count() == 1


def test_the_whole_way_by_the_pages(client: Client) -> None:
    actor = signed_in(client, Role.HOST_MANAGER)
    assert "Aucune invitation en attente" in client.get("/equipe/").content.decode()
    client.post("/equipe/inviter/", {"email": "grace@example.org", "first_name": "Grace"})
    assert "grace@example.org" in client.get("/equipe/").content.decode()
    visitor = Client()
    address = f"/invitations/{sent_token()}/"
    assert 'value="Grace"' in visitor.get(address).content.decode()
    assert visitor.post(address, {"first_name": "Grace"}).status_code == 422
    visitor.post(address, {"first_name": "Grace", "last_name": "Hopper"})
    assert visitor.get("/compte/")["Location"].startswith("/compte/securite/")
    assert visitor.get(address).status_code == 410
    colleague = Membership.objects.get(person__email="grace@example.org")
    assert colleague.organisation_id == actor.organisation_id
    page = client.post(f"/equipe/{colleague.pk}/retirer/", follow=True).content.decode()
    assert "Grace Hopper" not in page
    assert visitor.get("/equipe/").status_code == 404


def test_accepting_on_the_device_of_somebody_else_changes_the_session(client: Client, now: datetime) -> None:
    token = invited(now)
    Invitation.objects.update(expires_at=datetime.fromisoformat("2099-01-01T00:00:00+00:00"))
    signed_in(client, Role.CANDIDATE)
    assert "sa session sera fermée" in client.get(f"/invitations/{token}/").content.decode()
    client.post(f"/invitations/{token}/", {"first_name": "Grace", "last_name": "Hopper"})
    assert client.get("/compte/securite/").context["user"] == Person.objects.get(email="grace@example.org")


def test_an_invented_token_says_so(client: Client) -> None:
    assert client.get("/invitations/not-a-token/").status_code == 410


@pytest.mark.parametrize("email", ["", "grace", "grace@", "a" * 250 + "@example.org"])
def test_bad_input_of_the_invitation_form(client: Client, email: str) -> None:
    signed_in(client, Role.HOST_MANAGER)
    response = client.post("/equipe/inviter/", {"email": email})
    assert response.status_code == 422 and not mail.outbox


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"role": "prefecture"}, "role"),
        ({"role": "nobody"}, "role"),
        ({"role": "host_manager", "siret": "12345678901234"}, "siret"),
        ({"role": "host_manager"}, "role"),
        ({"role": "prefecture", "department": "999"}, "department"),
    ],
)
def test_bad_input_of_the_administrator_form(client: Client, data: dict[str, str], field: str) -> None:
    signed_in(client, Role.NATIONAL_ADMIN)
    response = client.post("/comptes/inviter/", {"email": "x@example.org", **data})
    assert response.status_code == 422 and field in response.context["form"].errors
