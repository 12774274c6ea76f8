"""The citizen's agreement asked and given by text messages (MAN-20)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.mandates.enums import Answer, ExchangeState
from conum.kernel.models import Row
from conum.kernel.privacy import NO_PERSONAL_DATA, Category, Method, PersonalData

LISTENING = (ExchangeState.WAITING, ExchangeState.AGREED)  # a NON after a OUI still counts, until the signature


class ConsentExchange(Row):
    """One exchange of messages, about one preparation, under its lock.

    The number itself is never kept here: `phone_hash` is its keyed hash, emptied at the signature or at the end. One
    number is asked one question at a time, so that an answer can mean one thing only.
    """

    personal_data: ClassVar = PersonalData(
        {"phone_hash": Category.CONTACT},
        retention="follows:mandates.MandatePreparation",
        method=Method.DELETE_ROW,
        module="mandates",
    )

    preparation = models.OneToOneField("mandates.MandatePreparation", models.CASCADE, related_name="exchange")
    phone_hash = models.CharField("empreinte du numéro", max_length=64, blank=True)
    state = models.CharField("état", max_length=10, choices=ExchangeState.choices, default=ExchangeState.WAITING)
    asked_at = models.DateTimeField("question posée le")
    answer_by = models.DateTimeField("réponse attendue avant le")
    settled_at = models.DateTimeField("réponse ou fin le", null=True)

    class Meta:
        verbose_name = "accord par SMS"
        verbose_name_plural = "accords par SMS"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExchangeState.values), name="consent_exchange_state_known"),
            models.CheckConstraint(condition=Q(answer_by__gt=F("asked_at")), name="consent_exchange_time_to_answer"),
            models.CheckConstraint(
                condition=Q(Q(state=ExchangeState.WAITING) & ~Q(phone_hash=""), settled_at=None)
                | (~Q(state=ExchangeState.WAITING) & Q(settled_at__isnull=False)),
                name="consent_exchange_waiting_or_settled",
            ),
            models.CheckConstraint(
                condition=Q(phone_hash="") | Q(state__in=LISTENING, phone_hash__regex=r"^[0-9a-f]{64}$"),
                name="consent_exchange_number_while_listening",
            ),
            models.UniqueConstraint(
                fields=["phone_hash"], condition=~Q(phone_hash=""), name="consent_exchange_one_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"accord {self.state}"


class ConsentAnswer(Row):
    """A message received: its meaning, not its words. `reference` (hashed) makes a repeated delivery count once."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    exchange = models.ForeignKey(ConsentExchange, models.CASCADE, related_name="answers")
    reference = models.CharField("empreinte de la référence", max_length=64, unique=True)
    answer = models.CharField("sens", max_length=10, choices=Answer.choices)
    received_at = models.DateTimeField("reçu le")

    class Meta:
        verbose_name = "réponse par SMS"
        verbose_name_plural = "réponses par SMS"
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="consent_answer_known"),
        ]

    def __str__(self) -> str:
        return f"réponse {self.answer}"
