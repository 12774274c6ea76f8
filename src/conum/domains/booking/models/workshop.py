"""Workshops, their series, their seats and who sits on them."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from conum.domains.booking.enums import LIVE, BookingState, Level, WorkshopState
from conum.domains.booking.models.appointment_type import AppointmentType
from conum.domains.booking.models.booking import PERSONAL, Booking
from conum.domains.booking.models.ranges import to_organisation, to_place
from conum.domains.booking.models.recurrence import Recurring
from conum.domains.booking.models.triggers import SEAT_EXISTS, SEATS_KEPT
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import NO_PERSONAL_DATA, Method, PersonalData

MAX_SEATS = 100


class Described(models.Model):
    """What a workshop and its series say of themselves."""

    title = models.CharField("titre", max_length=120)
    level = models.CharField("niveau", max_length=12, choices=Level.choices, blank=True)
    themes = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name="thématiques")
    description = models.TextField("description", max_length=5000, blank=True)
    public_audience = models.CharField("public", max_length=200, blank=True)
    equipment_provided = models.BooleanField("matériel fourni", default=False)
    seats = models.PositiveSmallIntegerField("places", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(seats=None) | Q(seats__range=(1, MAX_SEATS)), name="%(class)s_seats_1_to_100"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="%(class)s_title_given"),
        ]


@tracked()
class WorkshopSeries(Recurring, Described):
    """A recurring workshop; its dates exist as rows up to the horizon (BOO-40)."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = to_organisation()
    type = models.ForeignKey(AppointmentType, models.PROTECT, related_name="+", verbose_name="motif")
    place = to_place()
    people = models.ManyToManyField("accounts.Person", related_name="+", verbose_name="animateurs")
    opens_days_before = models.PositiveSmallIntegerField("inscriptions (jours avant)", null=True, blank=True)
    active = models.BooleanField("active", default=True)
    materialised_until = models.DateField("calculée jusqu'au", null=True, blank=True, editable=False)

    class Meta(Recurring.Meta):
        verbose_name = "série d'ateliers"
        verbose_name_plural = "séries d'ateliers"
        ordering = ("first_day", "start_time", "pk")
        constraints = [*Recurring.Meta.constraints, *Described.Meta.constraints]
        indexes = [
            models.Index(fields=["organisation"], name="series_of_organisation"),
            models.Index(fields=["materialised_until"], name="series_to_extend", condition=Q(active=True)),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Workshop(DatedRow, Described):
    """A dated workshop, alone or of a series. `detached`: changed alone, the series no longer moves it.

    `registered` counts the seats of registrations, `held` those an offer holds; together never above `seats`.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = to_organisation()
    series = models.ForeignKey(
        WorkshopSeries, models.PROTECT, null=True, blank=True, related_name="workshops", verbose_name="série"
    )
    series_day = models.DateField("date dans la série", null=True, blank=True)
    detached = models.BooleanField("modifié à part", default=False)
    type = models.ForeignKey(AppointmentType, models.PROTECT, related_name="+", verbose_name="motif")
    place = to_place()
    people = models.ManyToManyField("accounts.Person", related_name="+", verbose_name="animateurs")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    timezone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    registered = models.PositiveSmallIntegerField("places prises", default=0)
    held = models.PositiveSmallIntegerField("places tenues", default=0)
    state = models.CharField("état", max_length=9, choices=WorkshopState.choices, default=WorkshopState.DRAFT)
    state_reason = models.CharField("motif de l'état", max_length=500, blank=True)
    registration_opens_at = models.DateTimeField("inscriptions à partir du", null=True, blank=True)
    registration_closes_at = models.DateTimeField("inscriptions jusqu'au", null=True, blank=True)
    unregistered_arrivals = models.PositiveSmallIntegerField("venus sans inscription", default=0)
    sequence = models.PositiveIntegerField("version pour les agendas", default=0)

    class Meta:
        verbose_name = "atelier"
        ordering = ("starts_at", "pk")
        constraints = [
            *Described.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="workshop_ends_after_start"),
            models.CheckConstraint(
                condition=Q(seats=None) | Q(seats__gte=F("registered") + F("held")), name="workshop_within_seats"
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at=None)
                | Q(registration_closes_at=None)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="workshop_registration_opens_then_closes",
            ),
            models.CheckConstraint(
                condition=Q(series=None, series_day=None) | Q(series__isnull=False, series_day__isnull=False),
                name="workshop_of_series_is_dated",
            ),
            models.UniqueConstraint(fields=["series", "series_day"], name="workshop_once_per_series_day"),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_at"], name="workshop_of_organisation"),
            models.Index(fields=["place", "starts_at"], name="workshop_of_place"),
            models.Index(fields=["state", "starts_at"], name="workshop_by_state"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="seats_kept",  # BOO-11
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("seats"),
                func=SEATS_KEPT.body,
                declare=SEATS_KEPT.declare,
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def free(self) -> int | None:
        """Seats neither taken nor held; None without a limit."""
        return None if self.seats is None else self.seats - self.registered - self.held


@tracked()
class Registration(Booking):
    """A contact, and relatives with them, in a workshop; each takes a seat (BOO-41)."""

    personal_data: ClassVar = PersonalData(
        PERSONAL, retention="privacy.booking_history", method=Method.ANONYMISE, module="booking"
    )

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="registrations", verbose_name="atelier")
    party_size = models.PositiveSmallIntegerField("personnes", default=1)
    attended_size = models.PositiveSmallIntegerField("personnes venues", null=True, blank=True)

    class Meta:
        verbose_name = "inscription"
        ordering = ("created_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(party_size__range=(1, 5)), name="registration_party_1_to_5"),
            models.CheckConstraint(
                condition=Q(attended_size=None)
                | Q(state=BookingState.ATTENDED, attended_size__gte=1, attended_size__lte=F("party_size")),
                name="registration_attended_within_party",
            ),
            models.UniqueConstraint(
                fields=["workshop", "person_key"],
                condition=Q(state__in=LIVE) & ~Q(person_key=""),
                name="registration_once_per_person",  # BOO-13
            ),
        ]
        indexes = [models.Index(fields=["state", "workshop"], name="registration_by_state")]


class Seat(Row):
    """A numbered seat, taken by a registration or held by an offer until `expires_at` (BOO-11)."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="taken_seats")
    number = models.PositiveSmallIntegerField("numéro")
    registration = models.ForeignKey(Registration, models.CASCADE, null=True, blank=True, related_name="taken_seats")
    offer = models.ForeignKey(
        "booking.WaitingListEntry", models.CASCADE, null=True, blank=True, related_name="taken_seats"
    )
    expires_at = models.DateTimeField("tenue jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "place"
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="seat_given_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seat_from_1"),
            models.CheckConstraint(
                condition=Q(registration__isnull=False, offer=None, expires_at=None)
                | Q(registration=None, offer__isnull=False, expires_at__isnull=False),
                name="seat_taken_or_held",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="seat_holds")]
        triggers = [
            pgtrigger.Trigger(
                name="seat_exists",  # BOO-11
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("number", "workshop_id"),
                func=SEAT_EXISTS.body,
                declare=SEAT_EXISTS.declare,
            )
        ]
