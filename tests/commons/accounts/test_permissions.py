"""Each page of accounts × each role: allowed, 404, or sign-in; and the predicates other modules compose."""

from types import SimpleNamespace

import pytest
from django.test import Client

from conum.commons.accounts.enums import UNHELD_ROLES, Role
from conum.commons.accounts.permissions import in_perimeter, is_self, own_organisation, role_is
from tests.factories_accounts import make_actor, make_membership, make_organisation, signed_in

pytestmark = pytest.mark.usefixtures("territories")
SCOPED = (Role.HUB, Role.NETWORK)
EVERY_ROLE = [role.value for role in Role if role not in UNHELD_ROLES]
OWN = ("/compte/", "/compte/modifier/", "/compte/adresse/", "/compte/role/", "/compte/appareils/", "/compte/securite/")
PAGES = {
    **{page: set(EVERY_ROLE) for page in (*OWN, "/compte/connexions/", "/compte/fermer/")},
    "/equipe/": {"host_manager", "network", "hub"},
    "/equipe/inviter/": {"host_manager", "network", "hub"},
    "/comptes/": {"national_admin"},
    "/comptes/inviter/": {"national_admin"},
    "/comptes/invitations/": {"national_admin"},
    "/structures/": {"national_admin", "prefecture"},
}


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_each_role_opens_its_pages_and_no_other(client: Client, role: str) -> None:
    scope = {"organisation": make_organisation()} if role in SCOPED else {}
    signed_in(client, role, **scope)
    for page, roles in PAGES.items():
        assert client.get(page).status_code == (200 if role in roles else 404), page


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_sent_to_sign_in(client: Client, page: str) -> None:
    response = client.get(page)
    assert response.status_code == 302 and response["Location"] == f"/connexion/?next={page}"


@pytest.mark.parametrize("page", ["/accounts/login/", "/compte/login/", "/compte/signup/", "/compte/password/reset/"])
def test_the_library_pages_that_we_do_not_use_are_not_mounted(client: Client, page: str) -> None:
    assert client.get(page).status_code == 404


def test_an_account_or_a_structure_out_of_sight_is_404(client: Client) -> None:
    near, far = make_organisation(commune_id="87085"), make_organisation()
    membership = make_membership(Role.HOST_MANAGER)
    signed_in(client, Role.PREFECTURE, department_id="87")
    assert client.get(f"/structures/{near.pk}/").status_code == 200
    for page in (
        f"/structures/{far.pk}/",
        f"/structures/{near.pk}/statut/",
        f"/structures/{near.pk}/label/",
        f"/comptes/{membership.person_id}/",
        f"/comptes/{membership.person_id}/desactiver/",
        f"/comptes/roles/{membership.pk}/terminer/",
        f"/equipe/{membership.pk}/retirer/",
    ):
        assert client.get(page).status_code == 404, page
        assert client.post(page).status_code in (404, 405), page


def test_a_manager_does_not_reach_the_team_of_another_organisation(client: Client) -> None:
    stranger = make_membership(Role.HOST_MANAGER)
    signed_in(client, Role.HOST_MANAGER)
    assert client.post(f"/equipe/{stranger.pk}/retirer/").status_code == 404


def test_in_perimeter_follows_the_path() -> None:
    prefecture, admin = make_actor(Role.PREFECTURE, department_id="87"), make_actor(Role.NATIONAL_ADMIN)
    here = SimpleNamespace(host=SimpleNamespace(department_id="87", commune_id="87085"))
    there = SimpleNamespace(host=SimpleNamespace(department_id="19", commune_id="19272"))
    nowhere = SimpleNamespace(host=None)
    by_department, by_commune = in_perimeter("host.department_id"), in_perimeter("host.commune_id", commune=True)
    for inside in (by_department, by_commune):
        assert inside.test(prefecture, here) and not inside.test(prefecture, there)
        assert not inside.test(prefecture, nowhere) and inside.test(admin, nowhere)


def test_own_organisation_is_self_and_role_is_compose() -> None:
    manager = make_actor(Role.HOST_MANAGER)
    own = SimpleNamespace(organisation_id=manager.organisation_id, person_id=manager.person_id)
    other = SimpleNamespace(organisation_id=None, person_id=None)
    assert own_organisation().test(manager, own) and not own_organisation().test(manager, other)
    assert not own_organisation().test(make_actor(Role.CANDIDATE), other)
    assert is_self().test(manager, own) and not is_self().test(manager, other)
    either = role_is("national_admin") | own_organisation()
    assert either.test(make_actor(Role.NATIONAL_ADMIN), other) and not either.test(manager, other)
