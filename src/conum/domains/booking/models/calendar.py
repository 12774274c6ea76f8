"""Calendars of elsewhere: our feed to them, their busy times to us (BOO-27)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q

from conum.domains.booking.models.presence import Absence
from conum.domains.booking.models.ranges import during, not_empty, to_person
from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import NO_PERSONAL_DATA, Category, Method, PersonalData


class CalendarFeed(DatedRow):
    """The secret address at which a professional's calendar reads ours; only its SHA-256 is kept."""

    personal_data: ClassVar = PersonalData(
        {"address_hash": Category.CREDENTIAL},
        retention="privacy.account_inactive",
        method=Method.DELETE_ROW,
        module="booking",
    )

    person = to_person("professionnel")
    address_hash = models.CharField("empreinte de l'adresse", max_length=64, unique=True)
    with_names = models.BooleanField("avec les initiales", default=False)
    last_read_at = models.DateTimeField("dernière lecture", null=True, blank=True)
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True)

    class Meta:
        verbose_name = "flux d'agenda"
        verbose_name_plural = "flux d'agenda"
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="feed_one_live_per_person"),
            models.CheckConstraint(condition=Q(address_hash__regex=r"^[0-9a-f]{64}$"), name="feed_hashed"),
        ]


class ExternalCalendar(DatedRow):
    """A calendar elsewhere whose busy times block slots; its address is a secret, kept encrypted."""

    personal_data: ClassVar = PersonalData(
        {"address": Category.CREDENTIAL},
        retention="privacy.account_inactive",
        method=Method.DELETE_ROW,
        module="booking",
    )

    person = to_person("professionnel")
    name = models.CharField("nom", max_length=80)
    address = models.BinaryField("adresse, chiffrée")
    read_at = models.DateTimeField("dernière lecture réussie", null=True, blank=True)
    failed_at = models.DateTimeField("dernier échec", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("échecs de suite", default=0)

    class Meta:
        verbose_name = "agenda extérieur"
        verbose_name_plural = "agendas extérieurs"
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="external_calendar_unique_name")]


class BusyTime(Row):
    """Time a professional cannot give, computed from an absence or read from an outside calendar."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    person = to_person("professionnel")
    during = during("occupé pendant")
    absence = models.ForeignKey(Absence, models.CASCADE, null=True, blank=True, related_name="times")
    calendar = models.ForeignKey(ExternalCalendar, models.CASCADE, null=True, blank=True, related_name="times")

    class Meta:
        verbose_name = "temps occupé"
        verbose_name_plural = "temps occupés"
        constraints = [
            not_empty("during", "busy_time_lasts"),
            models.CheckConstraint(
                condition=Q(absence__isnull=False, calendar=None) | Q(absence=None, calendar__isnull=False),
                name="busy_time_one_reason",
            ),
        ]
        indexes = [GistIndex(fields=["person", "during"], name="busy_time_during")]
