"""The waiting list: who asked first, what they wish, what is offered and held for them (BOO-30..34)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from conum.domains.booking.enums import IN_QUEUE, HalfDay, WaitingState, Weekday
from conum.domains.booking.models.appointment import Appointment
from conum.domains.booking.models.appointment_type import AppointmentType
from conum.domains.booking.models.contact import Contact
from conum.domains.booking.models.ranges import to_organisation, to_person, to_place
from conum.domains.booking.models.workshop import Registration, Workshop
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


class WaitingListEntry(DatedRow):
    """A wish for an appointment of a type, an earlier one, or seats in a workshop; its rank is `asked_at`.

    Wishes left empty mean « any ». `appointment`: the later appointment an earlier slot would replace (BOO-34).
    While offered, the slot (`offered_*`) or the seats are held until `hold_until`. `offers` counts those made;
    at the maximum the entry rests (`resting_since`) until the person comes back (BOO-32).
    """

    personal_data: ClassVar = PersonalData(
        {"person_key": Category.IDENTITY},
        retention="privacy.booking_history",
        method=Method.ANONYMISE,
        module="booking",
    )

    organisation = to_organisation()
    type = models.ForeignKey(
        AppointmentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="motif"
    )
    workshop = models.ForeignKey(
        Workshop, models.PROTECT, null=True, blank=True, related_name="waiting", verbose_name="atelier"
    )
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="waiting")
    person_key = models.CharField("clé de la personne", max_length=64, blank=True)
    party_size = models.PositiveSmallIntegerField("personnes", default=1)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday.choices), default=list, blank=True, verbose_name="jours"
    )
    half_days = ArrayField(
        models.CharField(max_length=9, choices=HalfDay.choices), default=list, blank=True, verbose_name="demi-journées"
    )
    places = models.ManyToManyField("places.Place", related_name="+", blank=True, verbose_name="lieux")
    people = models.ManyToManyField("accounts.Person", related_name="+", blank=True, verbose_name="professionnels")
    before = models.DateTimeField("avant le", null=True, blank=True)
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="rendez-vous à avancer"
    )
    state = models.CharField("état", max_length=9, choices=WaitingState.choices, default=WaitingState.WAITING)
    asked_at = models.DateTimeField("demandé le")
    offers = models.PositiveSmallIntegerField("propositions faites", default=0)
    offered_at = models.DateTimeField("dernière proposition", null=True, blank=True)
    offered_day = models.DateField("jour de la dernière proposition", null=True, blank=True)
    hold_until = models.DateTimeField("tenue jusqu'au", null=True, blank=True)
    offered_starts_at = models.DateTimeField("début proposé", null=True, blank=True)
    offered_ends_at = models.DateTimeField("fin proposée", null=True, blank=True)
    offered_place = to_place()
    resting_since = models.DateTimeField("au repos depuis", null=True, blank=True)
    taken_appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="rendez-vous obtenu"
    )
    taken_registration = models.ForeignKey(
        Registration, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="inscription obtenue"
    )
    created_by = to_person("demandé par le professionnel", null=True, blank=True)
    idempotency_key = models.UUIDField("clé d'unicité", null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "demande en file d'attente"
        verbose_name_plural = "demandes en file d'attente"
        ordering = ("asked_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__isnull=False, workshop=None) | Q(type=None, workshop__isnull=False),
                name="waiting_for_one_target",
            ),
            models.CheckConstraint(condition=Q(party_size__range=(1, 5)), name="waiting_party_1_to_5"),
            models.CheckConstraint(
                condition=~Q(state=WaitingState.OFFERED)
                | Q(hold_until__isnull=False, offered_at__isnull=False, hold_until__gt=F("offered_at")),
                name="waiting_offer_is_held",
            ),
            models.UniqueConstraint(
                fields=["person_key", "type"],
                condition=Q(state__in=IN_QUEUE, type__isnull=False) & ~Q(person_key=""),
                name="waiting_once_per_type",
            ),
            models.UniqueConstraint(
                fields=["person_key", "workshop"],
                condition=Q(state__in=IN_QUEUE, workshop__isnull=False) & ~Q(person_key=""),
                name="waiting_once_per_workshop",
            ),
        ]
        indexes = [
            models.Index(fields=["workshop", "asked_at"], condition=Q(state__in=IN_QUEUE), name="waiting_workshop"),
            models.Index(fields=["type", "asked_at"], condition=Q(state__in=IN_QUEUE), name="waiting_type"),
            models.Index(fields=["hold_until"], condition=Q(state=WaitingState.OFFERED), name="waiting_offered"),
        ]
