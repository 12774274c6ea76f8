"""Invented places: those of the hosts that hold a post, then others, in real communes, on invented streets."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership, Organisation
from conum.commons.territories.models import Commune
from conum.domains.places.enums import (
    AccessMode,
    Audience,
    EditSource,
    Fee,
    Itinerance,
    NationalScheme,
    Precision,
    Service,
    SpecialSupport,
    SupportMode,
)
from conum.domains.places.models import Place, PlacePerson
from conum.domains.places.operations.duplicates import find_duplicates
from conum.domains.places.operations.hours import fill_open_during
from conum.domains.positions.models import PostAttachment
from conum.site.demo import identity
from conum.site.demo.draw import Stream, distributions
from conum.site.demo.hosts import HostMaker
from conum.site.demo.world import PARIS, World
from conum.site.demo.writing import BATCH, Writer

FIRST_PHONE = 30_000  # rank after those of people and organisations
ONE_IN = 20
SAID_AGAIN = (
    "commune", "commune_name", "insee_code", "postal_code", "address", "longitude", "precision", "typologies",
    "services", "access_modes", "fees", "pivot", "updated_on", "last_edit_source", "created_at", "updated_at",
)  # fmt: skip
SUMMARY = (
    "Aide gratuite et sans jugement pour vos démarches en ligne, votre téléphone et votre ordinateur, à votre rythme."
)


@dataclass(frozen=True)
class Kind:
    """What places of a kind are called, and their typology of the official schema."""

    typology: str
    name: str


KINDS = {
    "town_hall": Kind("MUNI", "Mairie de {town} (fictive)"),
    "library": Kind("BIB", "Médiathèque de {town} (fictive)"),
    "france_services": Kind("RFS", "France services de {town} (fictive)"),
    "social_centre": Kind("CS", "Centre social de {town} (fictif)"),
    "ccas": Kind("CCAS", "CCAS de {town} (fictif)"),
    "association": Kind("ASSO", "{association}, {town}"),
    "digital_space": Kind("EPN", "Espace numérique de {town} (fictif)"),
    "third_place": Kind("TIERS_LIEUX", "Tiers-lieu de {town} (fictif)"),
}
AGES = {"under_6": (0, 180), "6_to_12": (185, 360), "12_to_18": (370, 540), "over_18": (560, 1000)}  # days


class PlaceMaker:
    """Makes places one by one.

    Args:
        world: the country being made.
        hosts: knows how likely each commune is, larger ones more.
    """

    def __init__(self, world: World, hosts: HostMaker) -> None:
        self.world, self.hosts, self.stream, self.made = world, hosts, world.stream("places"), 0
        self.named: set[str] = set()

    def of_hosts(self) -> Iterator[Place]:
        """Yield the place of each host that holds a post, where its counsellors help."""
        held = PostAttachment.objects.filter(ends_on=None).values("host")
        for host in Organisation.objects.filter(pk__in=held).select_related("commune").order_by("created_at", "pk"):
            yield self.place(host.commune, host)

    def others(self, already: int) -> Iterator[Place]:
        """Yield the others, so many for each post of a département."""
        wanted = {code: round(self.world.size.places * posts) for code, posts in self.world.quotas.items()}
        spare = max(0, sum(wanted.values()) - already) / max(1, sum(wanted.values()))
        for code in sorted(wanted):
            for _ in range(round(wanted[code] * spare)):
                yield self.place(self._commune(code))

    def place(self, commune: Commune, host: Organisation | None = None) -> Place:
        """Return one place, not saved yet; with its `host`, a counsellor's place."""
        stream = self.stream
        self.made += 1
        kind, name = self._kind(commune)
        updated = self.world.until - timedelta(days=stream.between(*AGES[stream.shares("place_age", 1)[0]]))
        at = datetime.combine(updated, time(10), PARIS)
        identifier = stream.identifier(at)
        hours, received = self._hours()
        return Place(
            id=identifier,
            schema_id=str(identifier),
            pivot=host.siret if host else identity.siret(100_000 + self.made),
            name=host.name.replace("Commune de", "Mairie de") if host else name,
            organisation=host,
            commune=commune,
            commune_name=commune.name,
            insee_code=commune.code,
            postal_code=(commune.postcodes or ["00000"])[0],
            address=host.address if host else identity.address(stream),
            latitude=commune.latitude + stream.between(-60, 60) / 10_000,
            longitude=commune.longitude + stream.between(-60, 60) / 10_000,
            precision=Precision.HOUSE,
            typologies=[kind.typology],
            phones=[identity.phone(FIRST_PHONE + self.made)] if stream.chance(85) else [],
            emails=[f"lieu.{self.made}@{identity.MAIL_DOMAIN}"] if stream.chance(70) else [],
            opening_hours=hours,
            opening_hours_source=received,
            summary=SUMMARY if stream.chance(60) else "",
            source="Démonstration",
            updated_on=updated,
            last_edit_source=EditSource.IMPORT,
            created_at=at,
            updated_at=at,
            **self._offer(host),
        )

    def _commune(self, code: str) -> Commune:
        found = self.world.communes[code]
        return found[int(self.stream.among(len(found), 1, self.hosts.weights[code])[0])]

    def _kind(self, commune: Commune) -> tuple[Kind, str]:
        """Draw a kind that the commune has not yet: two town halls in a town look like a mistake."""
        for _ in range(4):
            kind = KINDS[self.stream.shares("place_kind", 1)[0]]
            association = self.stream.one(identity.names()["associations"])
            name = kind.name.format(town=commune.name, association=association)
            if name not in self.named:
                break
        self.named.add(name)
        return kind, name

    def _hours(self) -> tuple[str, str]:
        """Return OSM text and the text received: three in five parse, others are French prose or nothing."""
        kind = self.stream.shares("place_hours_kind", 1)[0]
        if kind == "none":
            return "", ""
        text = self.stream.one(distributions()[f"place_hours_{kind}"])
        return (text, text) if kind == "osm" else ("", text)

    def _offer(self, host: Organisation | None) -> dict[str, list[str]]:
        stream = self.stream
        counsellor = host is not None or stream.chance(20)
        services = [code for code in Service.values if stream.chance(distributions()["place_service"][code])]
        return {
            "services": services or [Service.EVERYDAY_SKILLS],
            "target_audiences": _drawn(stream, Audience.values, 20),
            "special_support": _drawn(stream, SpecialSupport.values, 12),
            "fees": [Fee.FREE] if counsellor or stream.chance(85) else [Fee.FREE_CONDITIONAL],
            "itinerance": [Itinerance.ITINERANT if stream.chance(8) else Itinerance.FIXED],
            "national_schemes": [NationalScheme.CONSEILLERS_NUMERIQUES] if counsellor else [],
            "access_modes": [AccessMode.WALK_IN, *_drawn(stream, [AccessMode.PHONE, AccessMode.ONLINE_BOOKING], 50)],
            "support_modes": [SupportMode.INDIVIDUAL, *_drawn(stream, [SupportMode.GROUP_WORKSHOP], 50)],
        }


def _drawn(stream: Stream, codes: list[str], per_cent: float) -> list[str]:
    return [code for code in codes if stream.chance(per_cent)]


def settle(world: World, hosts: HostMaker, tell: Callable[[int], None]) -> None:
    """Write the places, then the counsellors in post at the place of their host, then the instants they are open."""
    maker, writer = PlaceMaker(world, hosts), Writer()
    of_hosts = list(maker.of_hosts())
    for rows in (of_hosts, list(maker.others(len(of_hosts)))):
        for start in range(0, len(rows), BATCH):
            writer.insert(rows[start : start + BATCH])
            tell(len(rows[start : start + BATCH]))
    writer.insert(list(_doubles(world, of_hosts)))
    writer.insert(list(_people(world, {place.organisation_id: place for place in of_hosts})))
    now = datetime.combine(world.until, time(9), PARIS)
    fill_open_during(now=now)
    find_duplicates(now=now, merge=False)


def _doubles(world: World, places: list[Place]) -> Iterator[Place]:
    """Yield the record that another source has of one place in twenty: capitals, no phone, a few metres aside."""
    stream = world.stream("place_doubles")
    for place in places[::ONE_IN]:
        identifier = stream.identifier(place.created_at)
        said = {name: getattr(place, name) for name in SAID_AGAIN}
        plain = unicodedata.normalize("NFKD", place.name).encode("ascii", "ignore").decode()
        yield Place(
            id=identifier,
            schema_id=str(identifier),
            name=plain.upper(),
            latitude=place.latitude + 0.0002,
            source="Démonstration, autre source",
            **said,
        )


def _people(world: World, places: dict[object, Place]) -> Iterator[PlacePerson]:
    stream = world.stream("place_people")
    held = Membership.objects.filter(role=Role.COUNSELLOR, organisation__in=places, ends_on=None)
    for membership in held.order_by("starts_on", "pk"):
        yield at_work(stream, membership, places[membership.organisation_id])


def at_work(stream: Stream, link: Membership, place: Place) -> PlacePerson:
    """Return the presence of somebody at their main place since the first day; four in five accept to be shown."""
    at = datetime.combine(link.starts_on, time(9), PARIS)
    shown = stream.chance(80)
    return PlacePerson(
        id=stream.identifier(at),
        place=place,
        person_id=link.person_id,
        main=True,
        shown_on_map=shown,
        consent_at=at if shown else None,
        starts_on=link.starts_on,
        created_at=at,
        updated_at=at,
    )
