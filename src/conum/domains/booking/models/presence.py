"""When professionals are there (permanences), and when they are not."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q

from conum.domains.booking.enums import AbsenceKind, Access
from conum.domains.booking.models.appointment_type import AppointmentType
from conum.domains.booking.models.ranges import during, not_empty, to_organisation, to_person, to_place
from conum.domains.booking.models.recurrence import Recurring
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import NO_PERSONAL_DATA, Category, Method, PersonalData


@tracked()
class AvailabilityRule(Recurring):
    """A recurring presence of one or several professionals, at a place or by phone and video.

    `materialised_until`: last day for which occurrences exist as rows.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = to_organisation()
    people = models.ManyToManyField("accounts.Person", related_name="+", verbose_name="professionnels")
    place = to_place()
    types = models.ManyToManyField(AppointmentType, related_name="rules", blank=True, verbose_name="motifs")
    access = models.CharField("accès", max_length=8, choices=Access.choices, default=Access.BOOKABLE)
    title = models.CharField("intitulé", max_length=120, blank=True)
    walk_in_capacity = models.PositiveSmallIntegerField("personnes reçues sans rendez-vous", null=True, blank=True)
    active = models.BooleanField("active", default=True)
    materialised_until = models.DateField("calculée jusqu'au", null=True, blank=True, editable=False)

    class Meta(Recurring.Meta):
        verbose_name = "permanence"
        ordering = ("first_day", "start_time", "pk")
        constraints = [
            *Recurring.Meta.constraints,
            models.CheckConstraint(
                condition=Q(walk_in_capacity=None)
                | Q(access__in=[Access.WALK_IN, Access.MIXED], walk_in_capacity__gte=1),
                name="rule_capacity_for_walk_in",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation"], name="rule_of_organisation"),
            models.Index(fields=["place"], name="rule_of_place"),
            models.Index(fields=["materialised_until"], name="rule_to_extend", condition=Q(active=True)),
        ]

    def __str__(self) -> str:
        return self.title or str(self._meta.verbose_name)


@tracked()
class RuleException(DatedRow):
    """One occurrence cancelled, or held at other hours; the series does not move (BOO-09)."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    rule = models.ForeignKey(AvailabilityRule, models.CASCADE, related_name="exceptions")
    day = models.DateField("jour")
    cancelled = models.BooleanField("annulée", default=False)
    start_time = models.TimeField("de", null=True, blank=True)
    end_time = models.TimeField("à", null=True, blank=True)
    ends_next_day = models.BooleanField("se termine le lendemain", default=False)

    class Meta:
        verbose_name = "exception d'une permanence"
        verbose_name_plural = "exceptions d'une permanence"
        ordering = ("day",)
        constraints = [
            models.UniqueConstraint(fields=["rule", "day"], name="exception_once_a_day"),
            models.CheckConstraint(
                condition=Q(cancelled=True, start_time=None, end_time=None)
                | Q(cancelled=False, ends_next_day=False, end_time__gt=F("start_time"))
                | Q(cancelled=False, ends_next_day=True, end_time__lte=F("start_time")),
                name="exception_cancelled_or_other_hours",
            ),
        ]


class Occurrence(Row):
    """A presence on one day, computed from its rule up to the horizon (cancelled days and holidays are not there).

    `starts_at` is where the grid of slots begins (BOO-04); `during` what is open: it is shorter when part of the
    presence falls on a closed day.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    rule = models.ForeignKey(AvailabilityRule, models.CASCADE, related_name="occurrences")
    day = models.DateField("jour")
    starts_at = models.DateTimeField("début")
    during = during("ouverte pendant")

    class Meta:
        verbose_name = "occurrence d'une permanence"
        verbose_name_plural = "occurrences d'une permanence"
        ordering = ("starts_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["rule", "day"], name="occurrence_once_a_day"),
            not_empty("during", "occurrence_lasts"),
        ]
        indexes = [GistIndex(fields=["rule", "during"], name="occurrence_during")]


@tracked()
class Absence(DatedRow):
    """Unavailable time of a professional. `every_weeks` 1–8 repeats it until `until`; 0: once.

    Kind and note are read by the person and their manager only.
    """

    personal_data: ClassVar = PersonalData(
        {"kind": Category.SENSITIVE, "note": Category.FREE_TEXT},
        retention="privacy.booking_history",
        method=Method.DELETE_ROW,
        module="booking",
    )

    person = to_person("professionnel")
    organisation = to_organisation()
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    every_weeks = models.PositiveSmallIntegerField("toutes les (semaines)", default=0)
    until = models.DateField("jusqu'au", null=True, blank=True)
    timezone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    kind = models.CharField("motif", max_length=8, choices=AbsenceKind.choices, default=AbsenceKind.LEAVE)
    note = models.CharField("note", max_length=500, blank=True)

    class Meta:
        verbose_name = "absence"
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_start"),
            models.CheckConstraint(condition=Q(every_weeks__range=(0, 8)), name="absence_every_0_to_8_weeks"),
            models.CheckConstraint(
                condition=Q(every_weeks=0, until=None)
                | Q(every_weeks__gte=1, ends_at__lte=F("starts_at") + timedelta(days=1)),
                name="absence_of_several_days_once",
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_at"], name="absence_of_person")]
