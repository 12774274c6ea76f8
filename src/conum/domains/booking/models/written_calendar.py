"""The calendar elsewhere in which ours appear: a CalDAV collection of the professional (BOO-27)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.domains.booking.models.ranges import to_person
from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import NO_PERSONAL_DATA, Category, Method, PersonalData


class WrittenCalendar(DatedRow):
    """Where to write, and how to sign in, sealed together. `stopped_at`: what was written is to be taken back."""

    personal_data: ClassVar = PersonalData(
        {"access": Category.CREDENTIAL},
        retention="privacy.account_inactive",
        method=Method.DELETE_ROW,
        module="booking",
    )

    person = to_person("professionnel")
    access = models.BinaryField("adresse, nom et mot de passe, chiffrés")
    with_names = models.BooleanField("avec les initiales", default=False)
    written_at = models.DateTimeField("dernière écriture réussie", null=True, blank=True)
    failed_at = models.DateTimeField("dernier échec", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("échecs de suite", default=0)
    fault = models.CharField("dernier refus", max_length=200, blank=True)
    due_at = models.DateTimeField("prochain essai à partir du")
    stopped_at = models.DateTimeField("arrêtée le", null=True, blank=True)

    class Meta:
        verbose_name = "agenda où écrire"
        verbose_name_plural = "agendas où écrire"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(stopped_at=None), name="written_calendar_one_per_person"
            ),
        ]


class WrittenEvent(Row):
    """An event that the calendar holds: `digest` says in which version."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    calendar = models.ForeignKey(WrittenCalendar, models.CASCADE, related_name="events")
    event = models.UUIDField("rendez-vous ou atelier")
    digest = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "événement écrit"
        verbose_name_plural = "événements écrits"
        constraints = [models.UniqueConstraint(fields=["calendar", "event"], name="written_event_once")]
