"""Two people in the bookings of an organisation who are one (sheet 06 section 12: merged while booked)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.booking.models.contact import Contact
from conum.domains.booking.models.ranges import to_organisation, to_person
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


class ContactMerge(DatedRow):
    """`merged` and what it had booked bear the key of `kept` since then.

    `undo`: the rows that changed; `former_key`: what they bore.
    """

    personal_data: ClassVar = PersonalData(
        {"reason": Category.FREE_TEXT, "former_key": Category.IDENTITY},
        retention="privacy.booking_contact",
        method=Method.DELETE_ROW,
        module="booking",
    )

    organisation = to_organisation()
    kept = models.ForeignKey(Contact, models.CASCADE, related_name="+", verbose_name="fiche gardée")
    merged = models.ForeignKey(Contact, models.CASCADE, related_name="+", verbose_name="fiche réunie")
    former_key = models.CharField("clé précédente", max_length=64)
    reason = models.CharField("motif", max_length=500)
    merged_by = to_person("réuni par")
    undo = models.JSONField("lignes changées", default=dict)
    undone_at = models.DateTimeField("défait le", null=True, blank=True)

    class Meta:
        verbose_name = "fiches d'une même personne"
        verbose_name_plural = "fiches d'une même personne"
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="contact_merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="contact_merge_reason_given"),
        ]
