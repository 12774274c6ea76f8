"""What a host is looking for, kept current from the facts of positions: the post side of matching."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q

from conum.commons.territories.models.commune import LatLonToEarth
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA


class HostNeed(DatedRow):
    """One row per host and kind of post: where, from when, and how many posts are vacant now.

    The facts belong to positions; this row is what the matching index reads, refreshed by events (REC-36).
    `cut_score` is the score of the last of the best proposals when there are as many as may be, −1 while there is room:
    a candidate below it is not proposed. `zone` is the département code when REC-23 keeps it to itself, empty
    elsewhere.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    host = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name="structure")
    post_kind = models.CharField("type de poste", max_length=12)
    request = models.ForeignKey("positions.HostRequest", models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey("territories.Department", models.PROTECT, related_name="+")
    zone = models.CharField("zone fermée", max_length=3, blank=True)
    latitude = models.FloatField("latitude")
    longitude = models.FloatField("longitude")
    start_wanted = models.DateField("début souhaité")
    cut_score = models.IntegerField("score de la dernière proposition gardée", db_default=-1)
    vacant_posts = models.PositiveSmallIntegerField("postes vacants", default=0)

    class Meta:
        verbose_name = "besoin de recrutement"
        indexes = [
            GistIndex(LatLonToEarth("latitude", "longitude"), name="hostneed_point", condition=Q(vacant_posts__gt=0)),
            models.Index(fields=["department"], name="hostneed_department"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["host", "post_kind"], name="hostneed_one_per_host_and_kind"),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)), name="hostneed_coordinates"
            ),
        ]

    def __str__(self) -> str:
        return str(self.host)
