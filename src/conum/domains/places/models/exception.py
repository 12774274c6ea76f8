"""Days on which a place does not keep its usual hours."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.places.enums import ExceptionKind
from conum.domains.places.models.place import Place
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA


class OpeningException(DatedRow):
    """From a day to a day, both included, a place is closed, or open at `hours` instead of its usual hours.

    `hours` are ranges of local time, as in OSM text: `09:00-12:00,14:00-17:00`.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    place = models.ForeignKey(Place, models.CASCADE, related_name="opening_exceptions", verbose_name="lieu")
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    kind = models.CharField("ce jour-là", max_length=6, choices=ExceptionKind.choices)
    hours = models.CharField("heures", max_length=120, blank=True)
    reason = models.CharField("motif", max_length=160, blank=True)
    created_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="saisi par"
    )

    class Meta:
        verbose_name = "exception d’ouverture"
        verbose_name_plural = "exceptions d’ouverture"
        ordering = ("place", "starts_on", "pk")
        indexes = [models.Index(fields=["place", "ends_on"], name="opening_exception_of_place")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="opening_exception_days_in_order"),
            models.CheckConstraint(
                condition=Q(kind=ExceptionKind.CLOSED, hours="") | Q(kind=ExceptionKind.OPEN) & ~Q(hours=""),
                name="opening_exception_hours_when_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on} – {self.ends_on}"
