"""The screen of a waiting room (BOO-52)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.domains.booking.models.presence import AvailabilityRule
from conum.domains.booking.models.ranges import to_organisation
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


class TicketScreen(DatedRow):
    """The secret address at which a screen shows the tickets of a presence on one day; only its SHA-256 is kept."""

    personal_data: ClassVar = PersonalData(
        {"address_hash": Category.CREDENTIAL},
        retention="booking.arrival_days",
        method=Method.DELETE_ROW,
        module="booking",
    )

    organisation = to_organisation()
    rule = models.ForeignKey(AvailabilityRule, models.CASCADE, related_name="+", verbose_name="permanence")
    day = models.DateField("jour")
    address_hash = models.CharField("empreinte de l'adresse", max_length=64, unique=True)
    closed_at = models.DateTimeField("fermé le", null=True, blank=True)

    class Meta:
        verbose_name = "écran d'attente"
        verbose_name_plural = "écrans d'attente"
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "day"], condition=Q(closed_at=None), name="screen_one_live_per_presence"
            ),
            models.CheckConstraint(condition=Q(address_hash__regex=r"^[0-9a-f]{64}$"), name="screen_hashed"),
        ]
