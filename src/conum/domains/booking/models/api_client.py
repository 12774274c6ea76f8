"""Machines that read and write the bookings of an organisation, within scopes (sheet 00: `api_client`)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from conum.domains.booking.enums import ApiScope
from conum.domains.booking.models.ranges import to_organisation
from conum.kernel.models import DatedRow, Row
from conum.kernel.privacy import NO_PERSONAL_DATA

HASH = r"^[0-9a-f]{64}$"


class ApiClient(DatedRow):
    """A client of the API and its token, of which only the SHA-256 is kept: 256 random bits, in no dictionary."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = to_organisation()
    name = models.CharField("nom", max_length=80)
    scopes = ArrayField(models.CharField(max_length=20, choices=ApiScope.choices), verbose_name="droits")
    token_hash = models.CharField("empreinte du jeton", max_length=64, unique=True)
    expires_at = models.DateTimeField("expire le")
    last_used_at = models.DateTimeField("dernier usage", null=True, blank=True)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        verbose_name = "client de l'API"
        verbose_name_plural = "clients de l'API"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(revoked_at=None), name="api_client_unique_name"
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__gte=1, scopes__contained_by=ApiScope.values), name="api_client_known_scopes"
            ),
            models.CheckConstraint(condition=Q(token_hash__regex=HASH), name="api_client_token_hashed"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        """The last day on which its token opens anything."""
        return localdate(self.expires_at - timedelta(seconds=1))

    def is_live(self, now: datetime) -> bool:
        """Tell whether its token opens anything."""
        return self.revoked_at is None and now < self.expires_at


class ApiRequest(Row):
    """A creation asked under a key of the client's: asked again, it gives what was made the first time (BOO-12)."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="+", verbose_name="client")
    key_hash = models.CharField("empreinte de la clé", max_length=64)
    fingerprint = models.CharField("empreinte de la demande", max_length=64)
    made_id = models.UUIDField("ce qui a été créé", null=True, blank=True)
    created_at = models.DateTimeField("demandée le")

    class Meta:
        verbose_name = "création par l'API"
        verbose_name_plural = "créations par l'API"
        constraints = [models.UniqueConstraint(fields=["client", "key_hash"], name="api_request_once")]
        indexes = [models.Index(fields=["created_at"], name="api_request_kept")]

    def __str__(self) -> str:
        return str(self.pk)
