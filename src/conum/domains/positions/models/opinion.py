"""Opinions of prefects on requests and amendments (sheet 02 section 4)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.domains.positions.enums import OpinionVerdict
from conum.domains.positions.models.request import HostRequest
from conum.kernel.models import Row
from conum.kernel.privacy import Category, Method, PersonalData


class PrefectOpinion(Row):
    """One version of an opinion, with what the author had before the eyes when writing it (POS-13)."""

    personal_data: ClassVar = PersonalData(
        {"comment": Category.FREE_TEXT},
        retention="follows:positions.HostRequest",
        method=Method.ERASE,
        module="positions",
    )

    request = models.ForeignKey(HostRequest, models.PROTECT, null=True, blank=True, related_name="opinions")
    amendment = models.ForeignKey(
        "positions.PostAmendment", models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    verdict = models.CharField("avis", max_length=12, choices=OpinionVerdict.choices)
    comment = models.TextField("commentaire", max_length=1000)
    proposed_posts = models.PositiveSmallIntegerField("postes proposés")
    france_services = models.BooleanField("France Services", default=False)
    zrr = models.BooleanField("ZRR ou FRR", default=False)
    qpv = models.CharField("quartiers prioritaires", max_length=500, blank=True)
    transfer_from = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="transfert depuis",
    )
    context = models.JSONField("contexte au moment de l'avis", default=dict)
    author = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name="auteur")
    given_at = models.DateTimeField("donné le")
    superseded_at = models.DateTimeField("remplacé le", null=True, blank=True)

    class Meta:
        verbose_name = "avis du préfet"
        verbose_name_plural = "avis du préfet"
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(superseded_at__isnull=True, request__isnull=False),
                name="opinion_one_current_per_request",
            ),
            models.UniqueConstraint(
                fields=["amendment"],
                condition=Q(superseded_at__isnull=True, amendment__isnull=False),
                name="opinion_one_current_per_amendment",
            ),
            models.CheckConstraint(
                condition=Q(request__isnull=False, amendment__isnull=True)
                | Q(request__isnull=True, amendment__isnull=False),
                name="opinion_on_request_xor_amendment",
            ),
            models.CheckConstraint(
                condition=Q(comment__length__gte=10, comment__length__lte=1000),
                name="opinion_comment_length",  # POS-11
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=models.F("given_at")),
                name="opinion_superseded_after_given",
            ),
        ]
