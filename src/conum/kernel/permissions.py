"""Permissions: named once, asked by one call, default deny; predicates compose by the `rules` library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import rules
from django.utils.translation import gettext as _

from conum.kernel.errors import ConumError, PermissionRefused


class ActorLike(Protocol):
    """What the kernel needs to know of who acts; `commons.accounts` builds the real one."""

    @property
    def person_id(self) -> UUID | None: ...

    @property
    def role(self) -> str: ...


def behind(actor: ActorLike | None) -> UUID | None:
    """Return the person who acts in the place of `actor`, with their agreement; None when they act themselves."""
    return getattr(actor, "behind", None)


def in_person(actor: ActorLike | None) -> None:
    """Raise `ConumError` when somebody else acts in the place of `actor`: what commits a person, they do alone."""
    if behind(actor) is not None:
        raise ConumError(_("Cette action engage la personne : elle seule peut la faire."))


@rules.predicate
def anyone(actor: ActorLike | None, obj: Any = None) -> bool:
    """No condition beyond the role."""
    return True


@dataclass(frozen=True)
class Permission:
    """A named right.

    Attributes:
        name: `module.action`, unique.
        sentence: French sentence for the roles × actions page.
        roles: codes of the roles that may hold it; the others never do.
        predicate: condition between the actor and the object (perimeter, ownership).
        personal: held by the person alone: it signs, accepts, or opens what is theirs only. Nobody holds it in
            their place.
    """

    name: str
    sentence: str
    roles: frozenset[str]
    predicate: Any = anyone
    personal: bool = False

    def allows(self, actor: ActorLike | None, obj: Any = None) -> bool:
        """Tell whether `actor` may do this to `obj` (or at all, when `obj` is None)."""
        if actor is None or actor.role not in self.roles or self.refuses_help(actor):
            return False
        return bool(obj is None or self.predicate.test(actor, obj))

    def refuses_help(self, actor: ActorLike | None) -> bool:
        """Tell whether the right is the person's alone, and somebody acts in their place."""
        return self.personal and behind(actor) is not None

    def require(self, actor: ActorLike | None, obj: Any = None) -> None:
        """Raise `PermissionRefused` unless allowed."""
        if not self.allows(actor, obj):
            raise PermissionRefused(_("Vous n'avez pas le droit de faire cette action : ") + str(self.sentence))


REGISTRY: dict[str, Permission] = {}


def permission(name: str, sentence: str, *, roles: str, predicate: Any = anyone, personal: bool = False) -> Permission:
    """Declare the permission `name`; `roles` is a space-separated list of role codes, `personal` as in `Permission`.

    Raises:
        ValueError: the name is already taken.
    """
    if name in REGISTRY:
        raise ValueError(f"permission {name} is declared twice")
    REGISTRY[name] = made = Permission(name, sentence, frozenset(roles.split()), predicate, personal)
    return made


def named(name: str) -> Permission:
    """Return the permission declared under `name` (KeyError when unknown: a programming error)."""
    return REGISTRY[name]
