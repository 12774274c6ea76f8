"""Régions, départements and intercommunalities. Reference data: the official code is the key."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.commons.territories.enums import Area, IntercommunalityKind
from conum.kernel.privacy import NO_PERSONAL_DATA


class Region(models.Model):
    """A région; an overseas collectivity stands here too, under the code of its only département."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)
    area = models.CharField("ensemble", max_length=5, choices=Area.choices)
    seat_code = models.CharField("chef-lieu (code commune)", max_length=5, blank=True)

    class Meta:
        verbose_name = "région"
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(condition=Q(area__in=Area.values), name="region_area_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A département, or a collectivity that stands for one (975, 977, 978, 984, 986 to 989)."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, related_name="departments", verbose_name="région")
    area = models.CharField("ensemble", max_length=5, choices=Area.choices)
    seat_code = models.CharField("chef-lieu (code commune)", max_length=5, blank=True)
    timezone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")

    class Meta:
        verbose_name = "département"
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(condition=Q(area__in=Area.values), name="department_area_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def is_overseas(self) -> bool:
        """True outside metropolitan France (Corsica is metropolitan)."""
        return self.area != Area.METRO


class Intercommunality(models.Model):
    """An EPCI with own taxation; the key is its SIREN number."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    code = models.CharField("SIREN", max_length=9, primary_key=True)
    name = models.CharField("nom", max_length=160)
    kind = models.CharField("nature", max_length=5, choices=IntercommunalityKind.choices)

    class Meta:
        verbose_name = "intercommunalité"
        ordering = ("name", "code")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=IntercommunalityKind.values), name="intercommunality_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
