"""Errors that visitors report on the page of a place."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.domains.places.enums.report import ReportSubject
from conum.domains.places.models.place import Place
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


class PlaceReport(DatedRow):
    """What a visitor says is wrong. `email` is given only by who wants an answer; both go with `message_content`."""

    personal_data: ClassVar = PersonalData(
        {"email": Category.CONTACT, "message": Category.FREE_TEXT},
        retention="privacy.message_content",
        method=Method.ERASE,
        module="places",
    )

    place = models.ForeignKey(Place, models.CASCADE, related_name="reports", verbose_name="lieu")
    subject = models.CharField("sujet", max_length=8, choices=ReportSubject.choices)
    message = models.TextField("message", max_length=1000, blank=True)
    email = models.EmailField("courriel", blank=True)
    handled_at = models.DateTimeField("traité le", null=True, blank=True)
    handled_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="traité par"
    )

    class Meta:
        verbose_name = "erreur signalée"
        verbose_name_plural = "erreurs signalées"
        ordering = ("-created_at", "pk")
        indexes = [models.Index(fields=["place", "handled_at"], name="place_report_of_place")]
        constraints = [
            models.CheckConstraint(condition=Q(subject__in=ReportSubject.values), name="place_report_subject_known"),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None) | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="place_report_handled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} : {self.place}"
