"""People, organisations and memberships for the tests of every module."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.test import Client

from conum.commons.accounts.enums import EmployerClass, OrganisationKind, Role
from conum.commons.accounts.models import Actor, Membership, Organisation, Person
from conum.commons.accounts.queries.actors import actor_of

LONG_AGO = datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
_numbers = count(1)


def siret(number: int) -> str:
    """Return a SIRET with valid keys: an invented SIREN beginning by 999, first establishment."""
    siren = _with_key(f"999{number:05d}")
    return _with_key(f"{siren}0001")


def _with_key(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{digits}{-total % 10}"


def make_person(**fields: Any) -> Person:
    """Return a saved person; any field of `Person` may be given."""
    number = next(_numbers)
    defaults = {
        "email": f"personne{number}@example.org",
        "first_name": "Camille",
        "last_name": f"Martin{number}",
        "created_at": LONG_AGO,
    }
    return Person.objects.create(**{**defaults, **fields})


def make_organisation(**fields: Any) -> Organisation:
    """Return a saved public organisation with its own valid SIRET; any field may be given."""
    number = next(_numbers)
    defaults = {
        "siret": "" if fields.get("ridet") else siret(number),
        "name": f"Mairie de Bourg {number}",
        "kind": OrganisationKind.COMMUNE,
        "employer_class": EmployerClass.PUBLIC,
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
    }
    return Organisation.objects.create(**{**defaults, **fields})


def make_membership(role: str, person: Person | None = None, **fields: Any) -> Membership:
    """Return a saved membership in force since 2020.

    A host manager gets an organisation and a prefecture the département 87 (which must exist) unless given.
    """
    if role == Role.HOST_MANAGER and "organisation" not in fields:
        fields["organisation"] = make_organisation()
    if role == Role.PREFECTURE and not {"department_id", "department", "region_id", "region"} & set(fields):
        fields["department_id"] = "87"
    defaults = {"person": person or make_person(), "role": role, "starts_on": date(2020, 11, 17)}
    return Membership.objects.create(**{**defaults, **fields})


def make_actor(role: str, person: Person | None = None, **fields: Any) -> Actor:
    """Return the Actor of a new membership: what operations and queries take."""
    membership = make_membership(role, person, **fields)
    return actor_of(membership.person, membership)


def signed_in(client: Client, role: str, person: Person | None = None, **fields: Any) -> Actor:
    """Sign `client` in under `role`, second factor included; returns the Actor.

    Keyword arguments go to the membership: `organisation=`, `department_id=`, `region_id=`, `starts_on=`.
    """
    membership = make_membership(role, person, **fields)
    sign_in(client, membership.person, membership)
    return actor_of(membership.person, membership)


def sign_in(client: Client, person: Person, membership: Membership | None = None) -> None:
    """Sign `client` in as this person, as if the second factor was shown, under this membership."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = str(person.pk)
    if membership is not None:
        session["membership"] = str(membership.pk)
    session.save()
