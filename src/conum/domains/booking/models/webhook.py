"""The organisation's own services that are told of its facts, and what was sent to them (sheet 06 section 11)."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from conum.domains.booking.enums import DeliveryState, WebhookEvent, WebhookState
from conum.domains.booking.models.ranges import to_organisation
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA, Category, Method, PersonalData


class Webhook(DatedRow):
    """A service told of the facts of its organisation at an https address.

    The secret signs what is sent: it is kept sealed, as it must be read again. The former one signs too until
    `former_until`. `failures` counts the calls that failed since the last one that did not, from `failing_since` on.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = to_organisation()
    name = models.CharField("nom", max_length=80)
    address = models.CharField("adresse", max_length=500)
    events = ArrayField(
        models.CharField(max_length=40, choices=WebhookEvent.choices), verbose_name="événements annoncés"
    )
    state = models.CharField("état", max_length=9, choices=WebhookState.choices, default=WebhookState.ON)
    secret = models.BinaryField("secret, chiffré")
    secret_made_at = models.DateTimeField("secret créé le")
    former_secret = models.BinaryField("ancien secret, chiffré", default=b"")
    former_until = models.DateTimeField("ancien secret valable jusqu'au", null=True, blank=True)
    failures = models.PositiveIntegerField("échecs de suite", default=0)
    failing_since = models.DateTimeField("en échec depuis", null=True, blank=True)
    sent_at = models.DateTimeField("dernier envoi reçu le", null=True, blank=True)

    class Meta:
        verbose_name = "logiciel prévenu"
        verbose_name_plural = "logiciels prévenus"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="webhook_unique_name"),
            models.CheckConstraint(condition=Q(address__startswith="https://"), name="webhook_over_tls"),
            models.CheckConstraint(
                condition=Q(events__len__gte=1, events__contained_by=WebhookEvent.values), name="webhook_known_events"
            ),
            models.CheckConstraint(condition=Q(state__in=WebhookState.values), name="webhook_state_known"),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since=None) | Q(failures__gte=1, failing_since__isnull=False),
                name="webhook_failing_since",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(DatedRow):
    """One fact for one service: its key is told with it, the same at each attempt, so that the service sees it once.

    `body` is the exact text that is signed. `attempts` are those since it was written, or asked for again. `answer` is
    the status code, or why there is none; what the service wrote back is not kept.
    """

    personal_data: ClassVar = PersonalData(
        {"body": Category.PROFESSIONAL}, retention="booking.webhook_kept", method=Method.DELETE_ROW, module="booking"
    )

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", verbose_name="logiciel")
    event = models.CharField("événement", max_length=40, choices=WebhookEvent.choices)
    body = models.TextField("contenu")
    state = models.CharField("état", max_length=9, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    due_at = models.DateTimeField("à envoyer le")
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    tried_at = models.DateTimeField("dernier essai le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=200, blank=True)

    class Meta:
        verbose_name = "envoi à un logiciel"
        verbose_name_plural = "envois aux logiciels"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="webhook_delivery_state_known"),
            models.CheckConstraint(
                condition=Q(attempts=0) | Q(tried_at__isnull=False), name="webhook_delivery_tried_is_dated"
            ),
        ]
        indexes = [
            models.Index(
                fields=["webhook", "due_at"], condition=Q(state=DeliveryState.WAITING), name="webhook_delivery_due"
            ),
            models.Index(fields=["webhook", "created_at"], name="webhook_delivery_listed"),
            models.Index(fields=["created_at"], name="webhook_delivery_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.pk}"

    @property
    def organisation_id(self) -> UUID:
        """The organisation whose fact it is, for permissions."""
        return self.webhook.organisation_id
