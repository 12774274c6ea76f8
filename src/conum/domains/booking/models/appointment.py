"""Appointments, and the time they and the workshops take from professionals."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from conum.domains.booking.enums import LIVE
from conum.domains.booking.models.appointment_type import AppointmentType
from conum.domains.booking.models.booking import PERSONAL, Booking
from conum.domains.booking.models.presence import AvailabilityRule
from conum.domains.booking.models.ranges import during, not_empty, to_organisation, to_person, to_place
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import NO_PERSONAL_DATA, Category, Method, PersonalData


@tracked()
class Appointment(Booking):
    """An individual meeting. Moving it keeps the row: the former times are in its history.

    `external_source`, `external_id`: who it comes from when it was imported, and its identifier there;
    `external_sequence`: its sequence at the last import, so that one moved here since is told from the others.
    """

    personal_data: ClassVar = PersonalData(
        PERSONAL, retention="privacy.booking_history", method=Method.ANONYMISE, module="booking"
    )

    type = models.ForeignKey(AppointmentType, models.PROTECT, related_name="+", verbose_name="motif")
    place = to_place()
    people = models.ManyToManyField("accounts.Person", related_name="+", verbose_name="professionnels")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    external_source = models.CharField("outil d'origine", max_length=64, blank=True, default="")
    external_id = models.CharField("identifiant d'origine", max_length=64, blank=True, default="")
    external_sequence = models.PositiveIntegerField("version au dernier import", default=0)

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_start"),
            models.UniqueConstraint(
                fields=["person_key", "type", "live_rank"],
                condition=Q(state__in=LIVE) & ~Q(person_key=""),
                name="appointment_max_live_per_person_and_type",  # BOO-13
            ),
            models.CheckConstraint(
                condition=Q(external_source="", external_id="") | ~Q(external_source="") & ~Q(external_id=""),
                name="appointment_external_id_of_a_source",
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_source", "external_id"],
                condition=~Q(external_id=""),
                name="appointment_imported_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_at"], name="appointment_of_organisation"),
            models.Index(fields=["place", "starts_at"], name="appointment_of_place"),
            models.Index(fields=["state", "starts_at"], name="appointment_by_state", condition=Q(state__in=LIVE)),
            models.Index(fields=["starts_at", "id"], name="appointment_by_date"),
        ]


class Arrival(DatedRow):
    """Somebody came without appointment: anonymous; `phone` is kept for the day only (BOO-51, BOO-52)."""

    personal_data: ClassVar = PersonalData(
        {"phone": Category.CONTACT}, retention="booking.arrival_days", method=Method.ERASE, module="booking"
    )

    organisation = to_organisation()
    place = to_place()
    rule = models.ForeignKey(AvailabilityRule, models.PROTECT, related_name="+", verbose_name="permanence")
    day = models.DateField("jour")
    ticket = models.PositiveSmallIntegerField("ticket")
    arrived_at = models.DateTimeField("arrivé à")
    received_at = models.DateTimeField("reçu à", null=True, blank=True)
    left_at = models.DateTimeField("parti à", null=True, blank=True)
    recorded_by = to_person("noté par", null=True, blank=True)
    phone = models.CharField("téléphone", max_length=16, blank=True)

    class Meta:
        verbose_name = "arrivée sans rendez-vous"
        verbose_name_plural = "arrivées sans rendez-vous"
        ordering = ("day", "ticket")
        constraints = [
            models.UniqueConstraint(fields=["rule", "day", "ticket"], name="arrival_one_ticket_each"),
            models.CheckConstraint(condition=Q(ticket__gte=1), name="arrival_ticket_from_1"),
        ]


class EngagedTime(Row):
    """Time taken from a professional, buffers included: never two at once, whatever the organisation (BOO-10).

    One source among appointment, workshop, arrival and waiting-list offer. An offer holds until `expires_at`.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    person = to_person("professionnel")
    during = during()
    appointment = models.ForeignKey(Appointment, models.CASCADE, null=True, blank=True, related_name="engaged")
    workshop = models.ForeignKey("booking.Workshop", models.CASCADE, null=True, blank=True, related_name="engaged")
    arrival = models.ForeignKey(Arrival, models.CASCADE, null=True, blank=True, related_name="engaged")
    offer = models.ForeignKey("booking.WaitingListEntry", models.CASCADE, null=True, blank=True, related_name="engaged")
    expires_at = models.DateTimeField("tenu jusqu'au", null=True, blank=True)

    class Meta:
        verbose_name = "temps engagé"
        verbose_name_plural = "temps engagés"
        constraints = [
            ExclusionConstraint(
                name="engaged_once_at_a_time",  # BOO-10
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            not_empty("during", "engaged_lasts"),
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, workshop=None, arrival=None, offer=None, expires_at=None)
                | Q(appointment=None, workshop__isnull=False, arrival=None, offer=None, expires_at=None)
                | Q(appointment=None, workshop=None, arrival__isnull=False, offer=None, expires_at=None)
                | Q(appointment=None, workshop=None, arrival=None, offer__isnull=False, expires_at__isnull=False),
                name="engaged_one_source",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="engaged_holds")]
