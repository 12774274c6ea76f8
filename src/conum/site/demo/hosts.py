"""Invented organisations in real communes: those that asked for posts."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from conum.commons.accounts.enums import EmployerClass, OrganisationKind
from conum.commons.accounts.models import Organisation
from conum.commons.territories.models import Commune
from conum.site.demo import identity
from conum.site.demo.draw import Stream
from conum.site.demo.world import World

LEGAL_CATEGORY = {
    OrganisationKind.COMMUNE: "7210",
    OrganisationKind.DEPARTMENT_COUNCIL: "7220",
    OrganisationKind.REGION_COUNCIL: "7230",
    OrganisationKind.INTERCOMMUNALITY: "7346",
    OrganisationKind.SPECIAL_STATUS_AUTHORITY: "7225",
    OrganisationKind.PUBLIC_INTEREST_GROUP: "7410",
    OrganisationKind.PRIVATE: "9220",
}
NAMES = {
    OrganisationKind.COMMUNE: "Commune de {town} (fictive)",
    OrganisationKind.DEPARTMENT_COUNCIL: "Maison départementale de {town} (fictive)",
    OrganisationKind.REGION_COUNCIL: "Maison de la région à {town} (fictive)",
    OrganisationKind.INTERCOMMUNALITY: "Communauté de communes de {town} (fictive)",
    OrganisationKind.SPECIAL_STATUS_AUTHORITY: "Collectivité de {town} (fictive)",
    OrganisationKind.PUBLIC_INTEREST_GROUP: "GIP Numérique de {town} (fictif)",
    OrganisationKind.PRIVATE: "{association}, {town}",
}


class HostMaker:
    """Makes organisations one by one, each with its own SIRET.

    Args:
        world: the country being made.
    """

    def __init__(self, world: World) -> None:
        self.world, self.stream, self.made = world, world.stream("hosts"), 0
        self.weights = {
            code: np.array([(commune.population or 1) ** 0.5 for commune in found])
            for code, found in world.communes.items()
        }

    def commune(self, department: str) -> Commune:
        """Return a commune of the département, larger ones more often."""
        found = self.world.communes[department]
        return found[int(self.stream.among(len(found), 1, self.weights[department])[0])]

    def host(self, department: str, kind: OrganisationKind | None = None, at: Commune | None = None) -> Organisation:
        """Return a new organisation of the département, not saved yet."""
        kind = kind or OrganisationKind(self.stream.shares("organisation_kind", 1)[0])
        return self._organisation(kind, at or self.commune(department))

    def _organisation(self, kind: OrganisationKind, commune: Commune) -> Organisation:
        stream, world = self.stream, self.world
        self.made += 1
        at = world.at(date(2020, 11, 20) + timedelta(days=stream.between(0, 120)))
        gender = stream.one(["female", "male"])
        first, last = identity.first_name(stream, gender), identity.last_name(stream)
        return Organisation(
            id=stream.identifier(at),
            siret=identity.siret(self.made),
            name=_name(stream, kind, commune.name),
            kind=kind,
            employer_class=EmployerClass.PRIVATE if kind == OrganisationKind.PRIVATE else EmployerClass.PUBLIC,
            legal_category=LEGAL_CATEGORY[kind],
            address=identity.address(stream),
            commune=commune,
            latitude=commune.latitude + stream.between(-40, 40) / 10_000,
            longitude=commune.longitude + stream.between(-40, 40) / 10_000,
            contact_first_name=first,
            contact_last_name=last,
            contact_function="Responsable de l'inclusion numérique",
            contact_email=identity.mail(first, last, self.made),
            contact_phone=identity.phone(self.made),
            created_at=at,
            updated_at=at,
        )


def _name(stream: Stream, kind: OrganisationKind, town: str) -> str:
    return NAMES[kind].format(town=town, association=stream.one(identity.names()["associations"]))


def split(stream: Stream, posts: int) -> list[int]:
    """Return numbers of posts per host that sum to `posts`, with the shares of sheet 12 section 2."""
    hosts: list[int] = []
    while posts > 0:
        drawn = stream.shares("posts_per_host", 1)[0]
        low, high = {"3-5": (3, 5), "more": (6, 10)}.get(drawn, (0, 0))
        wanted = stream.between(low, high) if low else int(drawn)
        hosts.append(min(wanted, posts))
        posts -= hosts[-1]
    return hosts
