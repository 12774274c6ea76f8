"""Sessions and decisions of the national selection committee (sheet 02 section 4)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.positions.enums import ASKED_KINDS, DecisionVerdict, RefusalReason, SessionState
from conum.domains.positions.models.request import HostRequest
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA, Category, Method, PersonalData


class CommitteeSession(Row):
    """A numbered national session ("COSELEC 12", "62BIS")."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    label = models.CharField("intitulé", max_length=40, unique=True)
    date = models.DateField("date")
    state = models.CharField("état", max_length=7, choices=SessionState.choices, default=SessionState.PLANNED)
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "session du comité"
        verbose_name_plural = "sessions du comité"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="session_closed_is_dated"
            ),
        ]
        indexes = [models.Index(fields=["-date"], name="session_by_date")]

    def __str__(self) -> str:
        return self.label


class CommitteeDecision(Row):
    """A decision on a request or an amendment; without a session it is an individual dated decision."""

    personal_data: ClassVar = PersonalData(
        {"observation": Category.FREE_TEXT},
        retention="follows:positions.HostRequest",
        method=Method.ERASE,
        module="positions",
    )

    request = models.ForeignKey(HostRequest, models.PROTECT, null=True, blank=True, related_name="decisions")
    amendment = models.ForeignKey(
        "positions.PostAmendment", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    session = models.ForeignKey(CommitteeSession, models.PROTECT, null=True, blank=True, related_name="decisions")
    verdict = models.CharField("décision", max_length=14, choices=DecisionVerdict.choices)
    posts_granted = models.PositiveSmallIntegerField("postes accordés", default=0)
    kind = models.CharField("type de poste", max_length=12, choices=ASKED_KINDS)
    phase = models.PositiveSmallIntegerField("phase", default=2)
    priority = models.BooleanField("prioritaire", default=False)
    refusal_reason = models.CharField("motif du refus", max_length=16, choices=RefusalReason.choices, blank=True)
    observation = models.TextField("observation", max_length=2000, blank=True)
    criteria = models.JSONField("critères de coordination", default=dict)
    no_opinion_reason = models.TextField("motif d'absence d'avis", max_length=1000, blank=True)
    validator = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name="décidée par")
    second_validator = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="second accord"
    )
    decided_at = models.DateTimeField("décidée le")

    class Meta:
        verbose_name = "décision du comité"
        verbose_name_plural = "décisions du comité"
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=False, amendment__isnull=True)
                | Q(request__isnull=True, amendment__isnull=False),
                name="decision_on_request_xor_amendment",
            ),
            models.CheckConstraint(
                condition=Q(verdict="approved", posts_granted__gte=1) | (~Q(verdict="approved") & Q(posts_granted=0)),
                name="decision_posts_follow_verdict",  # POS-21
            ),
            models.CheckConstraint(
                condition=(Q(verdict="refused") & ~Q(refusal_reason=""))
                | (~Q(verdict="refused") & Q(refusal_reason="")),
                name="decision_refusal_has_reason",  # POS-23
            ),
            models.CheckConstraint(
                condition=~Q(verdict="further_review") | ~Q(observation=""), name="decision_review_has_observation"
            ),
            models.CheckConstraint(condition=Q(phase__in=[1, 2]), name="decision_phase_1_or_2"),
            models.CheckConstraint(
                condition=Q(second_validator__isnull=True) | ~Q(second_validator=F("validator")),
                name="decision_second_is_another",  # POS-22
            ),
        ]
        indexes = [
            models.Index(fields=["request", "-decided_at"], name="decision_of_request"),
            models.Index(fields=["session"], name="decision_of_session"),
        ]
