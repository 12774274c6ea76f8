"""What a coordinator coordinates (sheet 02 section 8)."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from conum.commons.territories.models import Perimeter
from conum.domains.positions.enums import CoordinationKind, CoordinatorTime
from conum.domains.positions.models.post import PostAssignment
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA

NO_PEOPLE, NO_COMMUNES = Q(people=[]), Q(communes=[])
NO_DEPARTMENT, NO_REGION = Q(department=None), Q(region=None)


class CoordinationScope(DatedRow):
    """The team, basin, département or région of a coordinator in post.

    `people` holds identifiers of persons and `communes` INSEE codes: arrays, so that one row is checked as a whole.
    `coordinator_time` is that of the request the post comes from, kept here for the constraint.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    assignment = models.OneToOneField(PostAssignment, models.PROTECT, related_name="coordination")
    coordinator_time = models.CharField("temps de coordination", max_length=9, choices=CoordinatorTime.choices)
    kind = models.CharField("périmètre", max_length=13, choices=CoordinationKind.choices)
    people = ArrayField(models.UUIDField(), default=list, blank=True, verbose_name="équipe")
    communes = ArrayField(models.CharField(max_length=5), default=list, blank=True, verbose_name="communes")
    department = models.ForeignKey("territories.Department", models.PROTECT, null=True, blank=True, related_name="+")
    region = models.ForeignKey("territories.Region", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "périmètre de coordination"
        verbose_name_plural = "périmètres de coordination"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="team") & ~NO_PEOPLE & NO_COMMUNES & NO_DEPARTMENT & NO_REGION
                | Q(kind="commune_basin") & NO_PEOPLE & ~NO_COMMUNES & NO_DEPARTMENT & NO_REGION
                | Q(kind="department") & NO_PEOPLE & NO_COMMUNES & ~NO_DEPARTMENT & NO_REGION
                | Q(kind="region") & NO_PEOPLE & NO_COMMUNES & NO_DEPARTMENT & ~NO_REGION,
                name="coordination_one_kind_filled",
            ),
            models.CheckConstraint(
                condition=Q(coordinator_time="full_time") | Q(coordinator_time="part_time", kind="commune_basin"),
                name="coordination_part_time_is_a_basin",
            ),
        ]

    @classmethod
    def of(cls, person_id: UUID, host_id: UUID | None) -> CoordinationScope:
        """Return the latest scope this host gave to this person; an empty one, not saved, when there is none.

        A renewed contract keeps it. The role of coordinator ends with the contract: no date is asked here.
        """
        mine = cls.objects.filter(assignment__counsellor=person_id, assignment__attachment__host=host_id)
        return mine.order_by("-assignment__starts_on").first() or cls()

    @property
    def perimeter(self) -> Perimeter:
        """The territory, when the scope is one: nothing for a team or a basin."""
        if self.department_id:
            return Perimeter.of_departments([self.department_id])
        return Perimeter.of_regions([self.region_id]) if self.region_id else Perimeter.none()

    def as_q(self) -> Q:
        """Return the condition on attachments « a post of the team, or of a host of the basin »."""
        team = Q(assignments__counsellor__in=self.people, assignments__ends_on=None)
        return team | Q(host__commune__in=self.communes)
