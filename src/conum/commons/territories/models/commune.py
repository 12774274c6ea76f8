"""Communes and the texts that lead to them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, TextField

from conum.commons.territories.enums import PointPrecision, TermKind
from conum.commons.territories.models.division import Department, Intercommunality
from conum.kernel.privacy import NO_PERSONAL_DATA


class Fold(Func):
    """The text as it is sorted and searched: no accent, no case, no punctuation, St written Saint."""

    function = "territories_fold"
    output_field = TextField()


class LatLonToEarth(Func):
    """The point of a latitude and a longitude, in degrees, on the sphere of `earthdistance`."""

    function = "ll_to_earth"
    output_field = TextField()


class Commune(models.Model):
    """A commune today, or one that was closed (`closed_on`): rows of other modules may still name it.

    `latitude` and `longitude` are degrees (WGS 84); `precision` says what the point is.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=80)
    key = models.GeneratedField(
        expression=Fold("name"), output_field=models.TextField(), db_persist=True, editable=False
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="communes", verbose_name="département")
    intercommunality = models.ForeignKey(
        Intercommunality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
        verbose_name="intercommunalité",
    )
    postcodes = ArrayField(models.CharField(max_length=5), default=list, verbose_name="codes postaux")
    population = models.PositiveIntegerField("population", null=True, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    precision = models.CharField("précision du point", max_length=14, choices=PointPrecision.choices)
    closed_on = models.DateField("fermée le", null=True, blank=True)

    class Meta:
        verbose_name = "commune"
        ordering = ("key", "code")
        indexes = [
            models.Index(fields=["department", "key"], name="commune_department_key"),
            models.Index(fields=["key", "code"], name="commune_key"),
            GistIndex(
                LatLonToEarth("latitude", "longitude"),
                name="commune_point",
                condition=Q(latitude__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(precision=PointPrecision.NONE, latitude=None, longitude=None)
                | Q(
                    ~Q(precision=PointPrecision.NONE),
                    precision__in=PointPrecision.values,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="commune_point_with_precision",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name and first postcode, the text that forms show and read back: « Limoges (87000) »."""
        return f"{self.name} ({self.postcodes[0] if self.postcodes else self.code})"


class CommuneTerm(models.Model):
    """A text that leads to a commune: its name, a former commune, a district, a postcode (folded)."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="terms")
    term = models.TextField("texte cherché")
    kind = models.CharField("nature", max_length=8, choices=TermKind.choices)
    weight = models.PositiveIntegerField("population de la commune", default=0)

    class Meta:
        verbose_name = "terme de recherche"
        ordering = ("term", "-weight")
        indexes = [
            models.Index(OpClass(F("term"), name="text_pattern_ops"), name="commune_term_prefix"),
            GinIndex(
                OpClass(F("term"), name="gin_trgm_ops"),
                name="commune_term_trigram",
                condition=~Q(kind=TermKind.POSTCODE),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TermKind.values), name="commune_term_kind_known"),
        ]

    def __str__(self) -> str:
        return self.term
