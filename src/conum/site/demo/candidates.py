"""Candidates with their accounts (sheet 12 sections 2, 3 and 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import numpy as np

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership, Person
from conum.commons.territories.models import Commune
from conum.domains.recruitment.enums import CandidateState, Situation
from conum.domains.recruitment.models import Candidate
from conum.domains.recruitment.operations.candidates import zone_of
from conum.domains.recruitment.parameters import OWN_ZONES
from conum.site.demo import identity
from conum.site.demo.draw import distributions
from conum.site.demo.world import STORY_DAY, World
from conum.site.demo.writing import Writer

FIRST_DAY = date(2020, 11, 17)
FIRST_MONTH_SHARE = 0.35
"""Share of the candidates who apply in the first month; arrivals decrease afterwards (section 3)."""
BATCH = 2_000
MOTIVATIONS = (
    "J'aime expliquer et je suis patient. J'ai déjà aidé mes voisins à faire leurs démarches en ligne.",
    "Après dix ans d'accueil du public, je veux me consacrer à l'accompagnement au numérique.",
    "Je sors de formation et je souhaite être utile près de chez moi.",
    "J'anime déjà un atelier informatique dans une association et je voudrais en faire mon métier.",
)


class CandidateMaker:
    """Makes candidates spread over the communes by population.

    Args:
        world: the country being made.
    """

    def __init__(self, world: World) -> None:
        self.world, self.stream, self.made = world, world.stream("candidates"), 0
        self.communes = [commune for found in world.communes.values() for commune in found]
        self.weights = np.array([commune.population or 1 for commune in self.communes], dtype=float)
        self.own_zones = OWN_ZONES.on(world.until)

    def batches(self, count: int) -> Iterator[list[Candidate]]:
        """Yield lists of candidates, not saved yet, `count` in all."""
        for start in range(0, count, BATCH):
            yield self.batch(min(BATCH, count - start))

    def batch(self, count: int) -> list[Candidate]:
        """Return `count` candidates drawn with the shares of section 5."""
        places = self.stream.among(len(self.communes), count, self.weights)
        mobility, gender = self.stream.shares("mobility_km", count), self.stream.shares("gender", count)
        pix = self.stream.shares("pix_level", count)
        return [
            self.candidate(self.communes[places[i]], gender[i], int(mobility[i]), int(pix[i])) for i in range(count)
        ]

    def candidate(self, commune: Commune, gender: str, mobility_km: int, pix: int) -> Candidate:
        """Return one available candidate, confirmed the day after applying."""
        stream, at = self.stream, self.world.at(self.arrival(), self.stream.between(7, 22), self.stream.between(0, 59))
        self.made += 1
        situations = self.situations()
        shared = stream.chance(distributions()["pix_shared"])
        first, last = identity.first_name(stream, gender), identity.last_name(stream)
        return Candidate(
            id=stream.identifier(at),
            state=CandidateState.AVAILABLE,
            first_name=first,
            last_name=last,
            email=identity.mail(first, last, 100_000 + self.made),
            phone=identity.phone(self.made),
            birth_date=self.birth_date(),
            gender=gender,
            commune=commune,
            department_id=commune.department_id,
            zone=zone_of(commune.department_id, self.own_zones),
            latitude=commune.latitude + stream.between(-90, 90) / 10_000,
            longitude=commune.longitude + stream.between(-90, 90) / 10_000,
            situations=situations,
            degree_name="Licence médiation numérique" if Situation.MEDIATION_DEGREE in situations else "",
            available_from=self.available_from(),
            mobility_km=mobility_km,
            motivation=stream.one(MOTIVATIONS),
            pix_shared=shared,
            pix_level=pix if shared else None,
            confirmed_at=at + timedelta(days=1),
            waiting_since=(at + timedelta(days=1)).date(),
            last_active_at=self.world.at(STORY_DAY - timedelta(days=stream.between(0, 60))),
            created_at=at,
            updated_at=at,
        )

    def arrival(self) -> date:
        """Return the day of application: a third in the first month, then fewer and fewer."""
        draw = self.stream.random.random()
        if draw < FIRST_MONTH_SHARE:
            return FIRST_DAY + timedelta(days=self.stream.between(0, 30))
        span = (STORY_DAY - FIRST_DAY).days - 31
        return FIRST_DAY + timedelta(days=31 + int(span * self.stream.random.random() ** 1.6))

    def situations(self) -> list[str]:
        """Return at least one situation, each drawn with its own share."""
        table = distributions()["situation"]
        drawn = [code for code, share in table.items() if self.stream.chance(share)]
        return drawn or [Situation.JOBSEEKER]

    def birth_date(self) -> date:
        """Return a birth date from 19 to 60 years before the last day."""
        return self.world.until - timedelta(days=self.stream.between(19 * 366, 60 * 365))

    def available_from(self) -> date:
        """Return a day: two in three are free already, the others within six months."""
        free_now = self.stream.chance(66)
        return self.world.day(STORY_DAY + timedelta(days=self.stream.between(*((-200, 0) if free_now else (1, 180)))))


def accounts(world: World, candidates: list[Candidate]) -> tuple[list[Person], list[Membership]]:
    """Return the account and the membership of each candidate, and link them."""
    people, links = [], []
    for candidate in candidates:
        person = account(candidate)
        candidate.person = person
        people.append(person)
        links.append(role(world, person, candidate.confirmed_at))
    return people, links


def account(candidate: Candidate) -> Person:
    """Return the account that the confirmation of the application opened; its identifier follows the candidate's."""
    raw = bytearray(candidate.id.bytes)
    raw[15] ^= 0x01
    return Person(
        id=type(candidate.id)(bytes=bytes(raw)),
        email=candidate.email,
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        phone=candidate.phone,
        password="!",  # noqa: S106 - unusable: sign-in is by code
        created_at=candidate.confirmed_at,
    )


def role(world: World, person: Person, at: datetime) -> Membership:
    """Return the membership of a candidate, open since the confirmation."""
    raw = bytearray(person.id.bytes)
    raw[15] ^= 0x02
    return Membership(id=type(person.id)(bytes=bytes(raw)), person=person, role=Role.CANDIDATE, starts_on=at.date())


def apply(world: World, count: int, tell: Callable[[int], None]) -> None:
    """Write `count` available candidates; `tell` hears how many were just written."""
    writer = Writer()
    for batch in CandidateMaker(world).batches(count):
        for rows in (*accounts(world, batch), batch):
            writer.insert(rows)
        tell(len(batch))
