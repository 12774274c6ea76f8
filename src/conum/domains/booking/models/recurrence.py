"""What comes back: hours of a day and the days they are kept (RFC 5545, BOO-03)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from conum.domains.booking.enums import Frequency, Weekday
from conum.kernel.models import DatedRow

DAYS = list(Weekday.values)


class Recurring(DatedRow):
    """Hours in the clock of `timezone`, kept across its changes, on the days that the recurrence names.

    `start_time`, `end_time`: local times; `ends_next_day` says that the presence crosses midnight.
    Weekly: every `interval` weeks (1–8) on `weekdays` (0 is Monday), counted from the week of `first_day`.
    Monthly: on the `nth` (1–5, -1 the last) of the single day of `weekdays`. `until`: last day, included.
    """

    first_day = models.DateField("premier jour")
    start_time = models.TimeField("de")
    end_time = models.TimeField("à")
    ends_next_day = models.BooleanField("se termine le lendemain", default=False)
    frequency = models.CharField("répétition", max_length=7, choices=Frequency.choices, default=Frequency.NONE)
    interval = models.PositiveSmallIntegerField(
        "toutes les (semaines)", default=1, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday.choices), default=list, blank=True, verbose_name="jours"
    )
    nth = models.SmallIntegerField("rang dans le mois", null=True, blank=True)
    until = models.DateField("jusqu'au", null=True, blank=True)
    timezone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_next_day=False, end_time__gt=F("start_time"))
                | Q(ends_next_day=True, end_time__lte=F("start_time")),
                name="%(class)s_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(interval__range=(1, 8)), name="%(class)s_every_1_to_8_weeks"),
            models.CheckConstraint(condition=Q(weekdays__contained_by=DAYS), name="%(class)s_weekdays_known"),
            models.CheckConstraint(
                condition=Q(frequency=Frequency.NONE, nth=None)
                | Q(frequency=Frequency.WEEKLY, nth=None, weekdays__len__gte=1)
                | Q(frequency=Frequency.MONTHLY, nth__in=[-1, 1, 2, 3, 4, 5], weekdays__len=1),
                name="%(class)s_recurrence_complete",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("first_day")), name="%(class)s_until_after_first_day"
            ),
        ]
