"""Default deny: no actor, no role, no predicate: no."""

from dataclasses import dataclass
from uuid import UUID

import pytest
import rules

from conum.kernel.errors import PermissionRefused
from conum.kernel.permissions import named, permission


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
