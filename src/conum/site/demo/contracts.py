"""Counsellors in post: contracts, assignments, accounts (sheet 12 section 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership
from conum.commons.programme.parameters import MINIMUM_WAGE
from conum.domains.positions.enums import PostKind
from conum.domains.positions.models import PostAssignment, PostAttachment
from conum.domains.recruitment.enums import CandidateState, ContractKind, ContractState
from conum.domains.recruitment.models import Candidate, EmploymentContract
from conum.site.demo.draw import distributions
from conum.site.demo.world import STORY_DAY, World
from conum.site.demo.writing import Writer

FIRST_IN_POST = date(2021, 7, 15)
"""The first counsellor of Haute-Vienne is in post (seed 003)."""
STORY_EMAILS = ("candidat@example.org", "conseiller@example.org", "coordinateur@example.org")
MONTHS = {ContractKind.FIXED_TERM: 24, ContractKind.PUBLIC_PROJECT_CONTRACT: 24, ContractKind.PEC: 12}


@dataclass
class Hired:
    """Rows waiting to be written."""

    assignments: list[PostAssignment] = field(default_factory=list)
    contracts: list[EmploymentContract] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)


class ContractMaker:
    """Fills a share of the posts of each département with its own candidates.

    Args:
        world: the country being made.
    """

    def __init__(self, world: World) -> None:
        self.world, self.stream, self.made = world, world.stream("contracts"), Hired()
        self.kept_vacant: list[UUID] = []

    def department(self, code: str) -> None:
        """Fill the share of the posts of this département, the earliest granted first."""
        taken = [made.attachment_id for made in self.made.assignments if made.attachment.department_id == code]
        posts = PostAttachment.objects.filter(department=code, post__kind=PostKind.COUNSELLOR)
        posts = posts.order_by("starts_on", "id").select_related("host")
        wanted = max(0, round(posts.count() * self.world.size.filled / 100) - len(taken))
        free = Candidate.objects.filter(department=code, state=CandidateState.AVAILABLE).exclude(email__in=STORY_EMAILS)
        vacant = posts.exclude(id__in=[*taken, *self.kept_vacant])
        for attachment, candidate in zip(vacant[:wanted], free.order_by("created_at", "id")[:wanted], strict=False):
            self.hire(attachment, candidate)

    def hire(self, attachment: PostAttachment, candidate: Candidate, *, first: bool = False) -> EmploymentContract:
        """Put a candidate in post by an active contract; the very first began on the day of the story's counsellor."""
        began = FIRST_IN_POST if first else STORY_DAY - timedelta(days=self.stream.between(2, 38))
        starts_on = max(self.world.day(began), attachment.starts_on)
        kind = ContractKind(self.stream.shares("contract_kind", 1)[0])
        months = MONTHS.get(kind)
        ends_on = starts_on + timedelta(days=round(months * 30.4375)) if months else None
        assignment = self._assignment(attachment, candidate, starts_on)
        contract = self._contract(assignment, candidate, kind, starts_on, ends_on)
        contract.coordinator = attachment.post.kind == PostKind.COORDINATOR
        assignment.contract_id = contract.id
        candidate.state = CandidateState.HIRED
        self.made.candidates.append(candidate)
        self._account(contract, candidate, starts_on)
        return contract

    def _assignment(self, attachment: PostAttachment, candidate: Candidate, starts_on: date) -> PostAssignment:
        made = PostAssignment(
            id=self.stream.identifier(self.world.at(STORY_DAY)),
            attachment=attachment,
            counsellor_id=candidate.person_id,
            starts_on=starts_on,
        )
        self.made.assignments.append(made)
        return made

    def _contract(
        self,
        assignment: PostAssignment,
        candidate: Candidate,
        kind: ContractKind,
        starts_on: date,
        ends_on: date | None,
    ) -> EmploymentContract:
        floor = Decimal(str(MINIMUM_WAGE.on(starts_on)))
        at = self.world.at(starts_on - self.world.shift - timedelta(days=6))
        host = assignment.attachment.host
        made = EmploymentContract(
            id=self.stream.identifier(at),
            person_id=candidate.person_id,
            candidate=candidate,
            host=host,
            attachment=assignment.attachment,
            assignment=assignment,
            state=ContractState.ACTIVE,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            gross_monthly_salary=self.salary(floor),
            wage_floor=floor,
            manager_first_name=host.contact_first_name,
            manager_last_name=host.contact_last_name,
            manager_function=host.contact_function,
            manager_email=host.contact_email,
            submitted_at=at,
            validated_at=at + timedelta(days=2),
            created_at=at,
            updated_at=at + timedelta(days=2),
        )
        self.made.contracts.append(made)
        return made

    def salary(self, floor: Decimal) -> Decimal:
        """Return a gross monthly salary above the floor, the median by the share of section 5."""
        median = distributions()["salary_over_minimum_median"] / 100
        above = median * float(self.stream.random.lognormal(0, 0.6))
        return (floor * Decimal(str(1 + above))).quantize(Decimal("0.01"))

    def _account(self, contract: EmploymentContract, candidate: Candidate, starts_on: date) -> None:
        self.made.memberships.append(
            Membership(
                id=self.stream.identifier(self.world.at(STORY_DAY)),
                person_id=candidate.person_id,
                organisation_id=contract.host_id,
                role=Role.COORDINATOR if contract.coordinator else Role.COUNSELLOR,
                starts_on=starts_on,
            )
        )

    def write(self) -> None:
        """Insert everything, parents first."""
        made = self.made
        writer = Writer()
        for rows in (made.assignments, made.contracts, made.memberships):
            writer.insert(rows)
        Candidate.objects.bulk_update(made.candidates, ["state"], batch_size=500)
        hired = {role.person_id: role.starts_on for role in made.memberships}
        candidacies = Membership.objects.filter(person__in=hired, role=Role.CANDIDATE)
        for role in candidacies:  # a counsellor signs in as such, not as the candidate of before
            role.ends_on = max(role.starts_on, hired[role.person_id] - timedelta(days=1))
        Membership.objects.bulk_update(candidacies, ["ends_on"], batch_size=500)
