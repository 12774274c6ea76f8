"""Who may do what with accounts; and the predicates that the other modules compose.

`in_perimeter("commune.department_id")`: the département found at this path of the object is in the actor's
territory. `own_organisation("host_id")`: the organisation at this path is the one the actor acts for.
`is_self("person_id")`: the person at this path is the actor. They compose with `&`, `|` and `~`:

    GIVE_OPINION = permission("positions.give_opinion", _("Donner un avis"), roles="prefecture",
                              predicate=in_perimeter("host.commune.department_id"))

A path may end on a département code or on a commune code (`in_perimeter("commune_id", commune=True)`).
For lists: `rows.filter(actor.perimeter.as_q("host__commune__department"))` and
`rows.filter(host=actor.organisation_id)`.
"""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import UNHELD_ROLES, Role
from conum.commons.accounts.models import Actor
from conum.kernel.permissions import permission


def _at(obj: Any, path: str) -> Any:
    for name in path.split(".") if path else ():
        obj = getattr(obj, name, None)
        if obj is None:
            return None
    return obj


def in_perimeter(path: str, *, commune: bool = False) -> Any:
    """Return the predicate « the territory at `path` of the object is in the actor's perimeter ».

    Args:
        path: dotted path to a département code; a missing link means out of perimeter.
        commune: the path leads to an INSEE commune code instead.
    """

    def inside(actor: Actor, obj: Any) -> bool:
        code = _at(obj, path)
        if code is None:
            return actor.perimeter.whole
        contains = actor.perimeter.contains_commune if commune else actor.perimeter.contains_department
        return bool(contains(str(code)))

    return rules.predicate(inside, name=f"in_perimeter({path})")


def own_organisation(path: str = "organisation_id") -> Any:
    """Return the predicate « the organisation at `path` of the object is the one the actor acts for »."""

    def own(actor: Actor, obj: Any) -> bool:
        return actor.organisation_id is not None and _at(obj, path) == actor.organisation_id

    return rules.predicate(own, name=f"own_organisation({path})")


def is_self(path: str = "person_id") -> Any:
    """Return the predicate « the person at `path` of the object is the actor »."""

    def same(actor: Actor, obj: Any) -> bool:
        return bool(_at(obj, path) == actor.person_id)

    return rules.predicate(same, name=f"is_self({path})")


def role_is(*roles: str) -> Any:
    """Return the predicate « the actor's role is one of these »; joins roles with different conditions:

    `predicate=role_is("national_admin") | in_perimeter("department_id")`.
    """
    return rules.predicate(lambda actor, obj=None: actor.role in roles, name=f"role_is({' '.join(roles)})")


EVERYBODY = " ".join(role for role in Role.values if role != Role.API_CLIENT)
HELD_ROLES = frozenset(Role.values) - UNHELD_ROLES
# Colleagues a manager may invite to the own organisation, by the manager's role.
INVITES = {
    Role.HOST_MANAGER: frozenset({Role.HOST_MANAGER}),
    Role.NETWORK: frozenset({Role.NETWORK}),
    Role.HUB: frozenset({Role.HUB}),
    Role.NATIONAL_ADMIN: HELD_ROLES,
}

OWN_ACCOUNT = permission("accounts.own", _("Gérer son propre compte"), roles=EVERYBODY, personal=True)
STOP_ACTING = permission("accounts.stop_acting", _("Arrêter d'agir à la place de quelqu'un"), roles=EVERYBODY)
MANAGE_TEAM = permission(
    "accounts.manage_team",
    _("Inviter et retirer les gestionnaires de sa structure"),
    roles="host_manager network hub",
    predicate=own_organisation(),
)
SEE_ACCOUNTS = permission("accounts.see", _("Voir les comptes"), roles="national_admin")
MANAGE_ACCOUNTS = permission("accounts.manage", _("Désactiver et réactiver un compte"), roles="national_admin")
IMPERSONATE = permission(
    "accounts.impersonate", _("Agir à la place d'une personne qui l'a permis"), roles="national_admin"
)
INVITE = permission("accounts.invite", _("Inviter une personne à un rôle"), roles="national_admin")
END_MEMBERSHIP = permission("accounts.end_membership", _("Mettre fin à un rôle"), roles="national_admin")
SEE_ORGANISATIONS = permission(
    "accounts.see_organisations", _("Voir les structures de son territoire"), roles="national_admin prefecture"
)
CORRECT_CLASS = permission(
    "accounts.correct_class", _("Corriger le statut public ou privé d'une structure"), roles="national_admin"
)
LABEL_ORGANISATION = permission(
    "accounts.label_organisation", _("Donner ou retirer un label à une structure"), roles="national_admin"
)
