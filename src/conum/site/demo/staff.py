"""People of the administrations: national administrators and the prefecture of each département."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership, Person
from conum.site.demo import identity
from conum.site.demo.world import World

BEFORE = date(2020, 11, 2)


@dataclass
class Staff:
    """Who signs opinions and decisions.

    Attributes:
        admins: two national administrators (POS-22 may ask for both).
        prefects: one person by département code.
    """

    admins: list[Person]
    prefects: dict[str, Person]


def hire(world: World) -> Staff:
    """Make the administrators and the prefectures with their memberships."""
    stream = world.stream("staff")
    admins = [_person(world, stream, f"admin{rank}@{identity.MAIL_DOMAIN}") for rank in (1, 2)]
    prefects = {
        code: _person(world, stream, f"prefecture{code.lower()}@{identity.MAIL_DOMAIN}")
        for code in sorted(world.quotas)
    }
    Person.objects.bulk_create([*admins, *prefects.values()])
    links = [membership(world, stream, admin, Role.NATIONAL_ADMIN) for admin in admins]
    links += [membership(world, stream, found, Role.PREFECTURE, department_id=code) for code, found in prefects.items()]
    Membership.objects.bulk_create(links)
    return Staff(admins, prefects)


def _person(world: World, stream, email: str) -> Person:  # type: ignore[no-untyped-def]
    gender = stream.one(["female", "male"])
    at = world.at(BEFORE)
    made = Person(
        id=stream.identifier(at),
        email=email,
        first_name=identity.first_name(stream, gender),
        last_name=identity.last_name(stream),
        created_at=at,
    )
    made.set_unusable_password()
    return made


def membership(world: World, stream, person: Person, role: Role, **reach) -> Membership:  # type: ignore[no-untyped-def]
    """Return the membership of a person from the beginning of the story; `reach` bounds it."""
    return Membership(
        id=stream.identifier(world.at(BEFORE)), person=person, role=role, starts_on=world.day(BEFORE), **reach
    )
