"""Default deny: no actor, no role, no predicate: no."""

from dataclasses import dataclass
from uuid import UUID

import pytest
import rules

from conum.kernel.errors import ConumError, PermissionRefused
from conum.kernel.permissions import in_person, named, permission


@dataclass(frozen=True)
class Somebody:
    role: str
    person_id: UUID | None = None


@rules.predicate
def is_mine(actor, obj):
    return obj == actor.role


@pytest.fixture
def open_door(monkeypatch):
    monkeypatch.setattr("conum.kernel.permissions.REGISTRY", {})
    return permission("doors.open", "Ouvrir une porte", roles="keeper owner", predicate=is_mine)


def test_nobody_is_refused(open_door):
    assert open_door.allows(None) is False


def test_a_role_outside_the_list_is_refused_whatever_the_object(open_door):
    assert open_door.allows(Somebody("stranger"), "stranger") is False


def test_a_role_of_the_list_is_allowed_without_object_and_bound_by_the_predicate_with_one(open_door):
    assert open_door.allows(Somebody("keeper")) is True
    assert open_door.allows(Somebody("keeper"), "keeper") is True
    assert open_door.allows(Somebody("keeper"), "owner") is False


def test_a_falsy_object_is_still_checked(open_door):
    assert open_door.allows(Somebody("keeper"), "") is False


def test_require_raises_the_sentence(open_door):
    with pytest.raises(PermissionRefused, match="Ouvrir une porte"):
        open_door.require(Somebody("stranger"))


def test_a_name_is_taken_once(open_door):
    assert named("doors.open") is open_door
    with pytest.raises(ValueError, match=r"doors\.open"):
        permission("doors.open", "Encore", roles="keeper")


@dataclass(frozen=True)
class Lent(Somebody):
    behind: UUID | None = UUID(int=7)


def test_what_is_personal_is_refused_to_who_acts_in_the_place_of_the_person(monkeypatch):
    monkeypatch.setattr("conum.kernel.permissions.REGISTRY", {})
    sign = permission("doors.sign", "Signer", roles="keeper", personal=True)
    assert sign.allows(Somebody("keeper")) and not sign.allows(Lent("keeper"))
    with pytest.raises(PermissionRefused, match="Signer"):
        sign.require(Lent("keeper"))


def test_what_commits_a_person_they_do_alone(open_door):
    assert open_door.allows(Lent("keeper")) and in_person(Somebody("keeper")) is None
    with pytest.raises(ConumError, match="elle seule peut la faire"):
        in_person(Lent("keeper"))
