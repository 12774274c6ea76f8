"""The people one may sign in as, one per role, and what awaits each of them (sheet 12 section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from conum.commons.accounts.enums import OrganisationKind, Role
from conum.commons.accounts.models import Membership, Person
from conum.commons.territories.models import Commune
from conum.domains.positions.enums import CoordinationKind, CoordinatorTime, PostKind, RequestState
from conum.domains.positions.models import CoordinationScope, PostAttachment
from conum.domains.recruitment.models import Candidate, EmploymentContract
from conum.domains.recruitment.queries.coordination import team_choices
from conum.site.demo import candidates, identity
from conum.site.demo.contracts import ContractMaker
from conum.site.demo.hosts import HostMaker
from conum.site.demo.requests import RequestMaker
from conum.site.demo.staff import BEFORE, membership
from conum.site.demo.world import STORY_DAY, World

LIMOGES, GUERET, TULLE = "87085", "23096", "19272"


@dataclass(frozen=True)
class Account:
    """One line of the table of demonstration accounts.

    Attributes:
        email: what to type at sign-in.
        role: code of the role.
        story: French sentence: who this is and what awaits them.
    """

    email: str
    role: Role
    story: str


ACCOUNTS = (
    Account("candidat@example.org", Role.CANDIDATE, "Candidate à Limoges, libre dans un mois"),
    Account("creuse@example.org", Role.HOST_MANAGER, "Petite commune de Creuse, un poste accordé à pourvoir"),
    Account("correze@example.org", Role.HOST_MANAGER, "Association de Corrèze qui attend l'avis du préfet"),
    Account("prefecture87@example.org", Role.PREFECTURE, "Préfecture de la Haute-Vienne"),
    Account("prefecture19@example.org", Role.PREFECTURE, "Préfecture de la Corrèze"),
    Account("prefecture23@example.org", Role.PREFECTURE, "Préfecture de la Creuse"),
    Account("admin1@example.org", Role.NATIONAL_ADMIN, "Administratrice nationale, tient le comité"),
    Account("admin2@example.org", Role.NATIONAL_ADMIN, "Second administrateur, pour les accords à deux"),
    Account("paiement@example.org", Role.PAYING_AGENT, "Agent payeur, valide contrats et ruptures"),
    Account("conseiller@example.org", Role.COUNSELLOR, "Conseiller en poste en Haute-Vienne depuis le 15 juillet"),
    Account("coordinateur@example.org", Role.COORDINATOR, "Coordinatrice en Haute-Vienne"),
    Account("aidant@example.org", Role.HELPER, "Aidant habilité Aidants Connect à Limoges, avec ses mandats"),
    Account("aidante@example.org", Role.HELPER, "Seconde aidante de la même organisation"),
    Account("referente@example.org", Role.HELPER_LEAD, "Référente Aidants Connect, gère les aidants et les cartes"),
    Account("hub@example.org", Role.HUB, "Hub régional, en lecture"),
    Account("reseau@example.org", Role.NETWORK, "Grand réseau, en lecture"),
    Account("dpo@example.org", Role.PRIVACY_OFFICER, "Déléguée à la protection des données"),
    Account("assistance@example.org", Role.SUPPORT_AGENT, "Agent d'assistance"),
)
COORDINATOR = "coordinateur@example.org"
NEW_AQUITAINE = "75"
REACH = {
    Role.HUB: {"region_id": NEW_AQUITAINE},
}
STAFF_ROLES = (
    Role.PAYING_AGENT,
    Role.HUB,
    Role.NETWORK,
    Role.PRIVACY_OFFICER,
    Role.SUPPORT_AGENT,
)


class StoryTeller:
    """Makes the people of the story on top of the drawn country.

    Args:
        world: the country being made.
        hosts: maker of organisations, so that SIRET never repeat.
    """

    def __init__(self, world: World, hosts: HostMaker) -> None:
        self.world, self.hosts, self.stream = world, hosts, world.stream("story")

    def known(self, code: str) -> Commune:
        """Return the commune of the story, or the largest of the first département when it is out of the size."""
        found = Commune.objects.filter(code=code, department__in=self.world.quotas).first()
        return found or next(iter(self.world.communes.values()))[0]

    def hosts_of_the_story(self, requests: RequestMaker) -> None:
        """Make the commune with its one post and the association that waits, each with its manager."""
        gueret, tulle = self.known(GUERET), self.known(TULLE)
        small = self.hosts.host(gueret.department_id, OrganisationKind.COMMUNE, self._village(gueret))
        requests.approved(gueret.department_id, 1, small)
        waiting = self.hosts.host(tulle.department_id, OrganisationKind.PRIVATE, tulle)
        requests.other(tulle.department_id, RequestState.SUBMITTED, waiting, heard=False)
        self.managers = {"creuse@example.org": small, "correze@example.org": waiting}

    def _village(self, near: Commune) -> Commune:
        return self.world.communes[near.department_id][12]

    def people(self) -> None:
        """Make the accounts that are not drawn: managers, paying agent, hub, network, officers."""
        found = [account for account in ACCOUNTS if account.email in self.managers or account.role in STAFF_ROLES]
        people = {account.email: self.person(account.email) for account in found}
        Person.objects.bulk_create(people.values())
        Membership.objects.bulk_create(
            membership(self.world, self.stream, people[a.email], a.role, **self.reach(a)) for a in found
        )

    def reach(self, account: Account) -> dict[str, object]:
        """Return what bounds the role of the account: an organisation or a territory."""
        if account.email in self.managers:
            return {"organisation": self.managers[account.email]}
        return dict(REACH.get(account.role, {}))

    def person(self, email: str) -> Person:
        """Return an account of the story, not saved yet."""
        gender, at = self.stream.one(["female", "male"]), self.world.at(BEFORE)
        return Person(
            id=self.stream.identifier(at),
            email=email,
            first_name=identity.first_name(self.stream, gender),
            last_name=identity.last_name(self.stream),
            password="!",  # noqa: S106 - unusable: sign-in is by code
            created_at=at,
        )

    def candidate(self) -> None:
        """Make the candidate of Limoges, free in a month, 40 km around."""
        maker = candidates.CandidateMaker(self.world)
        maker.stream, maker.made = self.stream, 900_000
        made = maker.candidate(self.known(LIMOGES), "female", 40, 2)
        made.email, made.available_from = "candidat@example.org", self.world.day(STORY_DAY + timedelta(days=30))
        self._write(made)

    def counsellor(self, contracts: ContractMaker) -> None:
        """Put a counsellor of the story in post in a house of the département council since 15 July."""
        maker = candidates.CandidateMaker(self.world)
        maker.stream, maker.made = self.stream, 910_000
        made = maker.candidate(self.known(LIMOGES), "male", 20, 3)
        made.email = "conseiller@example.org"
        self._write(made)
        free = PostAttachment.objects.filter(post__kind=PostKind.COUNSELLOR, assignments=None)
        post = free.filter(department=made.department_id).order_by("starts_on", "id")
        contracts.hire(post[0], made, first=True)

    def host_of_the_coordinator(self, requests: RequestMaker) -> None:
        """Make the département council that carries the post of the coordinator."""
        limoges = self.known(LIMOGES)
        host = self.hosts.host(limoges.department_id, OrganisationKind.DEPARTMENT_COUNCIL, limoges)
        requests.coordination(limoges.department_id, host)

    def coordinator(self, contracts: ContractMaker) -> None:
        """Put the coordinator of the story in post, once everybody is hired."""
        maker = candidates.CandidateMaker(self.world)
        maker.stream, maker.made = self.world.stream("coordinator"), 920_000
        made = maker.candidate(self.known(LIMOGES), "female", 40, 3)
        made.email = COORDINATOR
        self._write(made)
        contracts.hire(PostAttachment.objects.get(post__kind=PostKind.COORDINATOR), made)

    def team(self) -> None:
        """Give the coordinator its team: who is in post in the same département (REC-58)."""
        contract = EmploymentContract.objects.select_related("attachment").get(person__email=COORDINATOR)
        CoordinationScope.objects.create(
            assignment_id=contract.assignment_id,
            coordinator_time=CoordinatorTime.FULL_TIME,
            kind=CoordinationKind.TEAM,
            people=list(team_choices(contract, self.world.day(STORY_DAY)).values_list("pk", flat=True)),
            created_at=contract.updated_at,
            updated_at=contract.updated_at,
        )

    def _write(self, candidate: Candidate) -> None:
        people, links = candidates.accounts(self.world, [candidate])
        Person.objects.bulk_create(people)
        Membership.objects.bulk_create(links)
        candidate.save(force_insert=True)
