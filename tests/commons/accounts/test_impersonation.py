"""An administrator acts in the place of a person who agreed: sheet 11 section 7."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from conum.commons.accounts.enums import UNLENT_ROLES, Role
from conum.commons.accounts.models import Actor, Impersonation, Membership, SignIn
from conum.commons.accounts.operations import impersonations
from conum.commons.journal.models import ActorAlias, JournalEntry
from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from tests.factories_accounts import make_actor, make_membership, make_organisation, sign_in, signed_in

pytestmark = pytest.mark.usefixtures("territories")
HERE = {"address": "192.0.2.1", "device": "Firefox"}
INVITED = {"email": "collegue@example.org", "first_name": "Lou", "last_name": "Petit"}


@pytest.fixture
def manager() -> Actor:
    """A host manager, who has a team to look after."""
    return make_actor(Role.HOST_MANAGER)


@pytest.fixture
def inside(client: Client, manager: Actor) -> Actor:
    """An administrator who has entered, in `client`, in the place of the manager."""
    administrator = signed_in(client, Role.NATIONAL_ADMIN)
    impersonations.agree(manager, timezone.now())
    assert client.post(f"/comptes/{manager.person_id}/agir/")["Location"] == "/tableau-de-bord/"
    return administrator


def test_the_person_agrees_on_their_page_and_may_take_it_back(client: Client) -> None:
    actor = signed_in(client, Role.HOST_MANAGER)
    assert "30 minutes" in client.get("/compte/a-ma-place/").content.decode()
    client.post("/compte/a-ma-place/")
    given = Impersonation.objects.get(person=actor.person_id)
    assert (given.membership_id, given.expires_at - given.agreed_at) == (actor.membership_id, timedelta(minutes=30))
    assert "Retirer mon accord" in client.get("/compte/a-ma-place/").content.decode()
    client.post("/compte/a-ma-place/", {"withdraw": "1"})
    assert Impersonation.objects.get().withdrawn_at
    assert "Donner mon accord" in client.get("/compte/a-ma-place/").content.decode()
    actions = JournalEntry.objects.order_by("position").values_list("action", flat=True)
    assert list(actions) == ["agree_impersonation", "withdraw_impersonation"]


def test_without_agreement_nobody_enters(client: Client, manager: Actor, now: datetime) -> None:
    administrator = signed_in(client, Role.NATIONAL_ADMIN)
    assert client.get(f"/comptes/{manager.person_id}/agir/").status_code == 404
    assert client.post(f"/comptes/{manager.person_id}/agir/").status_code == 404
    assert "Agir à sa place" not in client.get(f"/comptes/{manager.person_id}/").content.decode()
    with pytest.raises(OutOfSight):
        impersonations.enter(manager.person_id, administrator, now, **HERE)


def test_it_is_announced_on_each_page_and_stops_by_a_button(client: Client, inside: Actor, manager: Actor) -> None:
    page = client.get("/equipe/").content.decode()
    assert f"Vous agissez à la place de {manager.name}" in page and "/compte/arreter/" in page
    assert "/compte/role/" not in page and 'href="/compte/"' not in page
    assert client.get("/comptes/").status_code == 404  # within the reach of the person, and no further
    stopped = client.post("/compte/arreter/", follow=True)
    assert stopped.redirect_chain[0][0] == f"/comptes/{manager.person_id}/"
    assert "Vous agissez de nouveau en votre nom" in stopped.content.decode()
    assert "Vous agissez à la place" not in client.get("/comptes/").content.decode()
    assert Impersonation.objects.get().left_at
    assert client.post(f"/comptes/{manager.person_id}/agir/").status_code == 404  # it served once


def test_the_person_is_told_by_mail_by_the_log_and_on_the_page(inside: Actor, manager: Actor) -> None:
    told = mail.outbox[-1]
    assert told.to == [manager_email(manager)] and inside.name in told.body and "/compte/a-ma-place/" in told.body
    assert SignIn.objects.get(person=manager.person_id).get_method_display() == "Administrateur, avec votre accord"
    mine = Client()
    sign_in(mine, Membership.objects.get(pk=manager.membership_id).person)
    assert f"{inside.name} agit à votre place depuis" in mine.get("/compte/a-ma-place/").content.decode()


def manager_email(actor: Actor) -> str:
    """Return the address of the person."""
    return Membership.objects.get(pk=actor.membership_id).person.email


def test_entering_leaving_and_each_write_bear_both_marks(client: Client, inside: Actor, manager: Actor) -> None:
    client.post("/equipe/inviter/", INVITED)
    client.post("/compte/arreter/")
    lines = {line.action: line for line in JournalEntry.objects.all()}
    mark = {alias.person_id: alias.pk for alias in ActorAlias.objects.all()}
    assert lines["begin_impersonation"].actor == mark[inside.person_id]
    assert lines["begin_impersonation"].subject_id == str(manager.person_id)
    for action in ("write_in_place", "invite", "end_impersonation"):
        both = (lines[action].actor, lines[action].payload["in_place_by"])
        assert both == (mark[manager.person_id], str(mark[inside.person_id])), action
    assert str(inside.person_id) not in str(lines["invite"].payload)


def test_a_write_that_fails_is_in_the_journal_too(client: Client, inside: Actor) -> None:
    assert client.post("/equipe/inviter/", {"email": "x"}).status_code == 422
    assert JournalEntry.objects.get(action="write_in_place").payload["page"] == "accounts:team_invite"


@pytest.mark.parametrize(
    "page",
    ["/compte/", "/compte/adresse/", "/compte/role/", "/compte/securite/", "/compte/fermer/", "/compte/a-ma-place/"],
)
def test_the_account_and_its_second_factor_stay_the_persons_own(client: Client, inside: Actor, page: str) -> None:
    for answer in (client.get(page), client.post(page)):
        assert answer.status_code == 403 and "Cette page est personnelle" in answer.content.decode()


def test_the_administrators_own_second_factor_is_still_asked(client: Client, inside: Actor) -> None:
    session = client.session
    del session["second_factor"]
    session.save()
    assert "/compte/securite/" in client.get("/equipe/")["Location"]


@pytest.mark.parametrize("end", ["expired", "withdrawn", "role of the person", "role of the administrator"])
def test_it_ends_at_once_and_what_was_being_sent_is_not_sent(
    client: Client, inside: Actor, manager: Actor, end: str
) -> None:
    now = timezone.now()
    if end == "expired":
        earlier = {"agreed_at": now - timedelta(hours=1), "entered_at": now - timedelta(minutes=40)}
        Impersonation.objects.update(**earlier, expires_at=now - timedelta(minutes=30))
    elif end == "withdrawn":
        impersonations.withdraw(manager, now)
    else:
        ended = manager if end == "role of the person" else inside
        Membership.objects.filter(pk=ended.membership_id).update(ends_on=timezone.localdate() - timedelta(days=1))
    answer = client.post("/equipe/inviter/", INVITED)
    assert answer["Location"] == "/" and not JournalEntry.objects.filter(action="invite").exists()
    assert "l'accord a pris fin" in client.get("/").content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("role", sorted(UNLENT_ROLES))
def test_roles_that_reach_the_country_or_hold_mandates_are_never_lent(client: Client, role: str, now: datetime) -> None:
    organisation = {"organisation": make_organisation()} if "helper" in role else {}
    actor = signed_in(client, role, **organisation)
    assert "n'admettent pas" in client.get("/compte/a-ma-place/").content.decode().replace("&#x27;", "'")
    with pytest.raises(ConumError, match="n'admettent pas"):
        impersonations.agree(actor, now)


def test_a_role_never_lent_taken_after_the_agreement_closes_the_door(manager: Actor, now: datetime) -> None:
    impersonations.agree(manager, now)
    make_membership(Role.PAYING_AGENT, Membership.objects.get(pk=manager.membership_id).person)
    with pytest.raises(ConumError, match="n'admettent pas"):
        impersonations.enter(manager.person_id, make_actor(Role.NATIONAL_ADMIN), now, **HERE)


def test_nobody_agrees_or_takes_back_in_the_place_of_another(inside: Actor, manager: Actor, now: datetime) -> None:
    lent = Actor(*(getattr(manager, name) for name in Actor.__dataclass_fields__ if name != "behind"), inside.person_id)
    for refused in (impersonations.agree, impersonations.withdraw):
        with pytest.raises(PermissionRefused):
            refused(lent, now)


def test_another_administrator_does_not_use_the_agreement(inside: Actor, manager: Actor) -> None:
    with pytest.raises(OutOfSight):
        impersonations.enter(manager.person_id, make_actor(Role.NATIONAL_ADMIN), timezone.now(), **HERE)


def test_the_database_holds_that_nobody_is_their_own_administrator(manager: Actor, now: datetime) -> None:
    given = impersonations.agree(manager, now)
    with pytest.raises(IntegrityError, match="impersonation_of_somebody_else"), transaction.atomic():
        Impersonation.objects.filter(pk=given.pk).update(administrator=manager.person_id, entered_at=now)
