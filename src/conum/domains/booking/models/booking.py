"""What an appointment and a registration have in common."""

from __future__ import annotations

from typing import Any

from django.db import models

from conum.domains.booking.enums import BookingState, CreatorKind
from conum.domains.booking.models.contact import Contact, Referrer
from conum.domains.booking.models.ranges import to_organisation, to_person
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category

PERSONAL: dict[str, Any] = {
    "context": Category.FREE_TEXT,
    "state_reason": Category.FREE_TEXT,
    "person_key": Category.IDENTITY,
}


class Booking(DatedRow):
    """A time or a seat promised to a contact.

    `person_key` repeats the contact's, so that the database counts what one person holds (BOO-13); `live_rank` is
    the rank of this booking among the live ones of the person: the constraint gives each rank once.
    `idempotency_key`: made by the asker; the same key gives the same booking (BOO-12).
    `sequence` grows at each change that calendars must learn (BOO-28).
    """

    organisation = to_organisation()
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="%(class)ss", verbose_name="contact")
    person_key = models.CharField("clé de la personne", max_length=64, blank=True)
    live_rank = models.PositiveSmallIntegerField("rang parmi les réservations en cours", default=1)
    state = models.CharField("état", max_length=10, choices=BookingState.choices, default=BookingState.PLANNED)
    state_reason = models.CharField("motif de l'état", max_length=500, blank=True)
    state_at = models.DateTimeField("état depuis le")
    created_by_kind = models.CharField("réservé par", max_length=12, choices=CreatorKind.choices)
    created_by = to_person("réservé par le professionnel", null=True, blank=True)
    referrer = models.ForeignKey(
        Referrer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="orienteur"
    )
    context = models.TextField("contexte", max_length=1000, blank=True)
    sequence = models.PositiveIntegerField("version pour les agendas", default=0)
    idempotency_key = models.UUIDField("clé d'unicité", null=True, blank=True, unique=True)

    class Meta:
        abstract = True
