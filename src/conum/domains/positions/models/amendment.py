"""Requests of a host to add or return posts (sheet 02 section 5)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.domains.positions.enums import (
    ADDITION_REASONS,
    ASKED_KINDS,
    RETURN_REASONS,
    AmendmentKind,
    AmendmentReason,
    AmendmentState,
)
from conum.domains.positions.models.request import HostRequest
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


class PostAmendment(DatedRow):
    """An addition or a return of posts, decided like a request; one open per host (POS-40)."""

    personal_data: ClassVar = PersonalData(
        {"reason_text": Category.FREE_TEXT, "decision_note": Category.FREE_TEXT},
        retention="follows:positions.HostRequest",
        method=Method.ERASE,
        module="positions",
    )

    host = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name="structure")
    request = models.ForeignKey(
        HostRequest, models.PROTECT, related_name="amendments", verbose_name="demande d'origine"
    )
    department = models.ForeignKey("territories.Department", models.PROTECT, related_name="+")
    direction = models.CharField("nature", max_length=8, choices=AmendmentKind.choices)
    kind = models.CharField("type de poste", max_length=12, choices=ASKED_KINDS)
    posts = models.PositiveSmallIntegerField("postes")
    reason = models.CharField("motif", max_length=22, choices=AmendmentReason.choices)
    reason_text = models.TextField("précision", max_length=1000, blank=True)
    state = models.CharField("état", max_length=9, choices=AmendmentState.choices, default=AmendmentState.OPEN)
    asked_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    effective_on = models.DateField("date d'effet", null=True, blank=True)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    posts_decided = models.PositiveSmallIntegerField("postes accordés ou rendus", default=0)
    decision_note = models.TextField("observation de la décision", max_length=1000, blank=True)
    letter_reference = models.CharField("référence de la lettre recommandée", max_length=100, blank=True)

    class Meta:
        verbose_name = "avenant de postes"
        verbose_name_plural = "avenants de postes"
        constraints = [
            models.UniqueConstraint(fields=["host"], condition=Q(state="open"), name="amendment_one_open_per_host"),
            models.CheckConstraint(condition=Q(posts__gte=1), name="amendment_at_least_one_post"),
            models.CheckConstraint(
                condition=Q(direction="return", reason__in=RETURN_REASONS)
                | Q(direction="addition", reason__in=ADDITION_REASONS),
                name="amendment_reason_fits_direction",
            ),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(reason_text=""), name="amendment_other_is_explained"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "cancelled"]) | Q(decided_at__isnull=False),
                name="amendment_decided_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(posts_decided__gte=1, posts_decided__lte=models.F("posts")),
                name="amendment_decides_within_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted", direction="return")
                | (~Q(letter_reference="") & Q(effective_on__isnull=False)),
                name="amendment_return_has_letter",  # POS-45
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision_note=""), name="amendment_refused_says_why"
            ),
        ]
        indexes = [models.Index(fields=["department", "state"], name="amendment_of_department")]
