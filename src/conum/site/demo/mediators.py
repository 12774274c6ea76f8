"""Mediators who receive the public beside the posts: one for each granted post, at the place of its host.

On the day of the story nearly every post of the country is still vacant: without them nobody could be booked.
"""

from __future__ import annotations

from collections.abc import Iterator

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Person
from conum.domains.places.models import Place
from conum.domains.positions.models import PostAttachment
from conum.site.demo import identity
from conum.site.demo.places import at_work
from conum.site.demo.staff import BEFORE, membership
from conum.site.demo.world import World
from conum.site.demo.writing import Writer

FIRST = 2_000_000  # rank of their addresses, after those of candidates


def hire(world: World, writer: Writer) -> None:
    """Write one for each post held, with the role and the place where they work."""
    places = {place.organisation_id: place for place in Place.objects.exclude(organisation=None)}
    held = PostAttachment.objects.filter(ends_on=None, host__in=places).order_by("starts_on", "pk")
    made = list(_people(world, held.values_list("host", flat=True)))
    writer.insert([person for person, _host in made])
    stream = world.stream("mediators_links")
    links = [membership(world, stream, person, Role.MEDIATOR, organisation_id=host) for person, host in made]
    writer.insert(links)
    writer.insert([at_work(stream, link, places[link.organisation_id]) for link in links])


def _people(world: World, hosts: Iterator[object]) -> Iterator[tuple[Person, object]]:
    stream, at = world.stream("mediators"), world.at(BEFORE)
    for rank, host in enumerate(hosts):
        first, last = identity.first_name(stream, stream.one(["female", "male"])), identity.last_name(stream)
        email = identity.mail(first, last, FIRST + rank)
        made = Person(id=stream.identifier(at), email=email, first_name=first, last_name=last, created_at=at)
        made.password = "!"  # noqa: S105 - unusable: sign-in is by code
        yield made, host
