"""The outbox."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.commons.messaging.enums import Channel, MessageState, Topic
from conum.kernel.models import Row
from conum.kernel.privacy import Category, Method, PersonalData

CLOSED = (MessageState.FAILED, MessageState.BOUNCED, MessageState.SKIPPED)


class OutboxMessage(Row):
    """A mail or a text message, rendered when the fact happened; `key` makes it unique whatever is replayed."""

    personal_data: ClassVar = PersonalData(
        {
            "to": Category.CONTACT,
            "person_id": Category.IDENTITY,
            "subject": Category.FREE_TEXT,
            "text": Category.FREE_TEXT,
            "html": Category.FREE_TEXT,
            "last_error": Category.FREE_TEXT,
        },
        retention="privacy.message_content",
        method=Method.ERASE,
        module="messaging",
    )

    key = models.CharField("clé", max_length=200, unique=True)
    mark = models.CharField("marque du courriel", max_length=32, unique=True, null=True)  # noqa: DJ001 – see `mark_of`
    template = models.CharField("modèle", max_length=100)
    topic = models.CharField("sujet facultatif", max_length=20, choices=Topic.choices, blank=True)
    channel = models.CharField("moyen", max_length=5, choices=Channel.choices, default=Channel.EMAIL)
    to = models.CharField("destinataire", max_length=254, blank=True)  # an address, or a number (+33612345678)
    person_id = models.UUIDField("personne", null=True)
    language = models.CharField("langue", max_length=5, default="fr")
    subject = models.CharField("objet", max_length=250, blank=True)
    text = models.TextField("texte", blank=True)
    html = models.TextField("page", blank=True)
    state = models.CharField("état", max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    not_before = models.DateTimeField("prochain essai à partir de")
    useless_after = models.DateTimeField("inutile après", null=True)
    last_error = models.CharField("dernier refus", max_length=300, blank=True)
    queued_at = models.DateTimeField("mis en attente le")
    sent_at = models.DateTimeField("envoyé le", null=True)
    closed_at = models.DateTimeField("échec ou refus constaté le", null=True)
    erased_at = models.DateTimeField("contenu effacé le", null=True)

    class Meta:
        verbose_name = "message"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="outbox_state_known"),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENT) | Q(sent_at__isnull=False), name="outbox_sent_dated"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CLOSED) | Q(closed_at__isnull=False),
                name="outbox_closed_dated",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="outbox_channel_known"),
            models.CheckConstraint(
                condition=~Q(channel=Channel.SMS) | Q(html="", to__regex=r"^(\+[0-9]{6,15})?$"),
                name="outbox_sms_to_number",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | ~Q(to=""), name="outbox_has_address_until_erased"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | ~Q(state=MessageState.QUEUED), name="outbox_queued_not_erased"
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state=MessageState.QUEUED), name="outbox_waiting"),
            models.Index(fields=["-queued_at", "-id"], name="outbox_latest"),
            models.Index(fields=["person_id"], name="outbox_person"),
            models.Index(fields=["to", "not_before"], condition=~Q(to=""), name="outbox_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"
