"""Kinds of appointment (motifs) an organisation offers."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from conum.domains.booking.enums import AskedField, BookableBy, Colour, LocationKind, TypeKind, TypeVisibility
from conum.domains.booking.models.ranges import to_organisation
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA


@tracked()
class AppointmentType(DatedRow):
    """A kind of appointment. `duration`, buffers: minutes; `min_delay`, `max_delay`: seconds before the start.

    `grid` is the step between two starts, in minutes (BOO-04); empty means the duration. `professionals` is how many
    must be free together (BOO-15). `reminder_hours`: hours before the start of each reminder, empty for the usual ones
    (BOO-20). Free of charge: a type bears no price (BOO-19).
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = to_organisation()
    name = models.CharField("nom", max_length=120)
    colour = models.CharField("couleur", max_length=40, choices=Colour.choices, blank=True)
    kind = models.CharField("nature", max_length=10, choices=TypeKind.choices, default=TypeKind.INDIVIDUAL)
    location_kind = models.CharField(
        "modalité", max_length=8, choices=LocationKind.choices, default=LocationKind.IN_PLACE
    )
    duration = models.PositiveSmallIntegerField("durée (minutes)", default=30)
    grid = models.PositiveSmallIntegerField("pas entre deux créneaux (minutes)", null=True, blank=True)
    professionals = models.PositiveSmallIntegerField("professionnels ensemble", default=1)
    themes = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name="thématiques")
    bookable_by = models.CharField(
        "réservable par", max_length=19, choices=BookableBy.choices, default=BookableBy.EVERYONE
    )
    min_delay = models.PositiveIntegerField("délai minimum (secondes)")
    max_delay = models.PositiveIntegerField("délai maximum (secondes)")
    buffer_before = models.PositiveSmallIntegerField("battement avant (minutes)", default=0)
    buffer_after = models.PositiveSmallIntegerField("battement après (minutes)", default=0)
    follow_up = models.BooleanField("réservé aux personnes déjà suivies", default=False)
    cancellable_by_user = models.BooleanField("annulable par la personne", default=True)
    reschedulable_by_user = models.BooleanField("déplaçable par la personne", default=True)
    visibility = models.CharField(
        "visibilité", max_length=16, choices=TypeVisibility.choices, default=TypeVisibility.VISIBLE_NOTIFIED
    )
    reminder_hours = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name="rappels (heures avant)"
    )
    instructions = models.TextField("consignes", max_length=2000, blank=True)
    restriction = models.TextField("conditions", max_length=2000, blank=True)
    fields_asked = ArrayField(
        models.CharField(max_length=10, choices=AskedField.choices),
        default=list,
        blank=True,
        verbose_name="champs demandés",
    )
    active = models.BooleanField("actif", default=True)

    class Meta:
        verbose_name = "motif de rendez-vous"
        verbose_name_plural = "motifs de rendez-vous"
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "location_kind", "name"], name="appointment_type_unique_name"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="appointment_type_name_given"),
            models.CheckConstraint(condition=Q(colour__in=["", *Colour.values]), name="appointment_type_colour_known"),
            models.CheckConstraint(condition=Q(duration__range=(5, 480)), name="appointment_type_duration_5_to_480"),
            models.CheckConstraint(
                condition=Q(grid=None) | Q(grid__range=(5, 480)), name="appointment_type_grid_5_to_480"
            ),
            models.CheckConstraint(condition=Q(professionals__range=(1, 4)), name="appointment_type_professionals"),
            models.CheckConstraint(
                condition=Q(buffer_before__range=(0, 60), buffer_after__range=(0, 60)),
                name="appointment_type_buffers_0_to_60",
            ),
            models.CheckConstraint(
                condition=Q(max_delay__gt=F("min_delay")), name="appointment_type_max_delay_after_min"
            ),
            models.CheckConstraint(
                condition=Q(kind=TypeKind.INDIVIDUAL)
                | Q(kind=TypeKind.WORKSHOP, location_kind__in=[LocationKind.IN_PLACE, LocationKind.VIDEO]),
                name="appointment_type_workshop_in_place_or_video",
            ),
            models.CheckConstraint(
                condition=Q(fields_asked__contained_by=list(AskedField.values)), name="appointment_type_fields_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def step(self) -> int:
        """Minutes between two starts."""
        return self.grid or self.duration


class TeamChoice(DatedRow):
    """Whether coordinators keep the presences and absences of the team of an organisation; without a row, they do not.

    Sheet 06 section 10: « team if allowed ».
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = to_organisation()
    coordinators_edit = models.BooleanField("le coordinateur tient les permanences et les absences", default=False)

    class Meta:
        verbose_name = "choix d'une structure pour ses coordinateurs"
        verbose_name_plural = "choix des structures pour leurs coordinateurs"
        constraints = [models.UniqueConstraint(fields=["organisation"], name="team_choice_once_per_organisation")]


class OpeningChoice(DatedRow):
    """An organisation, or one of its places, works on Sundays or public holidays (BOO-02); without a row, neither."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = to_organisation()
    place = models.ForeignKey(
        "places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lieu"
    )
    sundays = models.BooleanField("ouvert le dimanche", default=False)
    holidays = models.BooleanField("ouvert les jours fériés", default=False)

    class Meta:
        verbose_name = "ouverture le dimanche ou un jour férié"
        verbose_name_plural = "ouvertures le dimanche ou un jour férié"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "place"], nulls_distinct=False, name="opening_choice_once_per_place"
            ),
        ]
