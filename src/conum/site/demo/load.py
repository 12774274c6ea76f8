"""The demonstration from an empty country to a full one, step by step, in one transaction per step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Protocol

from django.db import connection, transaction

from conum.commons.accounts.models import Person
from conum.commons.accounts.operations.demonstration import enrol_invented
from conum.commons.programme.models import ParameterValue
from conum.domains.positions.models import PostAttachment
from conum.domains.recruitment.models import Candidate
from conum.domains.recruitment.operations.matching import refresh_for_needs
from conum.domains.recruitment.operations.needs import refresh_needs
from conum.site.demo import amendments, candidates, committee, fragility, mediators, places
from conum.site.demo.booked import Booker, Citizens
from conum.site.demo.booking import PresenceMaker
from conum.site.demo.contracts import ContractMaker
from conum.site.demo.hosts import HostMaker
from conum.site.demo.mandates import Accreditor
from conum.site.demo.mandates_life import MandateMaker
from conum.site.demo.requests import RequestMaker
from conum.site.demo.staff import Staff, hire
from conum.site.demo.story import ACCOUNTS, StoryTeller
from conum.site.demo.workshops import WorkshopMaker
from conum.site.demo.world import STORY_DAY, World
from conum.site.demo.writing import Writer, analyse

NEEDS_AT_ONCE = 50
Tell = Callable[[int], None]


class Meter(Protocol):
    """What shows the progress: called with the label and the size of a step, gives what hears its advance."""

    def __call__(self, label: str, total: int) -> Tell: ...


def migrated() -> bool:
    """Tell whether the tables are there."""
    return Candidate._meta.db_table in connection.introspection.table_names()


def present() -> bool:
    """Tell whether a demonstration is loaded already."""
    return Person.objects.filter(email=ACCOUNTS[0].email).exists()


def empty() -> bool:
    """Tell whether nobody is there yet: invented people never mix with real ones."""
    return not Person.objects.exists() and not Candidate.objects.exists()


class Loader:
    """Loads one country.

    Args:
        world: size, seed and calendar.
        meter: progress display.
        matched: whether hosts and candidates are matched, the longest step; the national plan does without.
    """

    def __init__(self, world: World, meter: Meter, *, matched: bool = True) -> None:
        self.world, self.meter, self.matched = world, meter, matched
        self.hosts = HostMaker(world)
        self.story = StoryTeller(world, self.hosts)

    def run(self) -> None:
        """Do every step, then refresh the planner's statistics (design/06: jobs and indexes need them)."""
        for step in self.steps():
            with transaction.atomic():
                step()
        analyse()

    def steps(self) -> Iterator[Callable[[], None]]:
        """Yield the steps in the order the keys ask for."""
        yield self.ground
        yield self.requests
        yield self.candidates
        yield self.contracts
        yield self.places
        yield self.booking
        yield self.needs
        if self.matched:
            yield self.matches
        yield self.amendments
        yield self.accreditations
        yield self.second_factors
        yield self.mandates

    def ground(self) -> None:
        """Quotas, sessions, staff, and the allocation kept open (POS-48) so that the committee can be played."""
        self.staff: Staff = hire(self.world)
        committee.quotas(self.world)
        self.held = committee.sessions(self.world)
        open_allocation(self.world, self.staff)

    def requests(self) -> None:
        """Requests with their opinions, decisions and posts; the hosts of the story first."""
        tell = self.meter("Demandes, avis, décisions, postes", len(self.world.quotas))
        maker = RequestMaker(self.world, self.staff, self.held, self.hosts)
        self.story.hosts_of_the_story(maker)
        for code in sorted(self.world.quotas):
            maker.department(code)
            tell(1)
        self.story.host_of_the_coordinator(maker)
        maker.made.write()
        self.story.people()

    def candidates(self) -> None:
        """Candidates with their accounts."""
        count = self.world.size.candidates
        candidates.apply(self.world, count, self.meter("Candidats", count))
        self.story.candidate()

    def contracts(self) -> None:
        """Counsellors in post."""
        tell = self.meter("Contrats", len(self.world.quotas))
        maker = ContractMaker(self.world)
        self.story.counsellor(maker)
        for code in sorted(self.world.quotas):
            maker.department(code)
            tell(1)
        self.story.coordinator(maker)
        maker.write()
        self.story.team()

    def places(self) -> None:
        """Places of the hosts and others, with the counsellors in post."""
        wanted = round(self.world.size.places * sum(self.world.quotas.values()))
        if wanted:
            fragility.measure(self.world)
            places.settle(self.world, self.hosts, self.meter("Lieux", wanted))

    def booking(self) -> None:
        """Permanences, workshops and appointments of the counsellors in post, and of mediators across France."""
        if not self.world.size.places:
            return
        writer = Writer()
        if self.world.size.mediators:
            mediators.hire(self.world, writer)
        maker = PresenceMaker(self.world, writer)
        offered = maker.run(self.meter)
        citizens = Citizens(self.world.stream("citizens"))
        Booker(self.world, offered, maker.now, citizens).run(writer)
        WorkshopMaker(self.world, offered, maker.now, citizens).run(writer)

    def needs(self) -> None:
        """Say what each host with a vacant post needs, as the events of positions would have done."""
        hosts = list(PostAttachment.objects.order_by("host").values_list("host", flat=True).distinct())
        analyse("positions_postattachment", "positions_postassignment")
        self.needed = refresh_needs(hosts, now=self.world.at(STORY_DAY, 12))

    def matches(self) -> None:
        """Match them with the candidates."""
        now, needs = self.world.at(STORY_DAY, 12), self.needed
        tell = self.meter("Mises en relation", len(needs))
        for turn, start in enumerate(range(0, len(needs), NEEDS_AT_ONCE)):
            if turn & (turn - 1) == 0:  # doubled: with older statistics, the same queries read the table whole
                analyse("recruitment_candidate", "recruitment_hostneed", "recruitment_match")
            refresh_for_needs(needs[start : start + NEEDS_AT_ONCE], now=now)
            tell(len(needs[start : start + NEEDS_AT_ONCE]))

    def amendments(self) -> None:
        """What is under way in the life of posts, and two scenarios of their split."""
        amendments.under_way(self.world, self.staff)
        amendments.scenarios(self.world, self.staff)

    def accreditations(self) -> None:
        """Aidants Connect: an accredited organisation with its people, and an application that waits."""
        self.aidants_connect = Accreditor(self.story).run()

    def second_factors(self) -> None:
        """Applications of codes for the people of the story: the page of the demonstration shows what they read."""
        enrol_invented(Person.objects.filter(email__in=[account.email for account in ACCOUNTS]))

    def mandates(self) -> None:
        """Mandates of the accredited organisation, in every state they may be in."""
        MandateMaker(self.world, self.aidants_connect.helpers).run()


def open_allocation(world: World, staff: Staff) -> None:
    """Keep `positions.allocation_open` true during the demonstration, as a dated, signed value (PRG-42)."""
    ParameterValue.objects.create(
        key="positions.allocation_open",
        first_day=world.day(date(2020, 11, 17)),
        value="true",
        reason="Démonstration : le comité peut encore attribuer des postes",
        author_id=staff.admins[0].id,
        made_at=world.at(date(2020, 11, 17)),
    )
