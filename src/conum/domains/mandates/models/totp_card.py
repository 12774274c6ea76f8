"""Cards that show a new code each minute: the second factor of helpers without a telephone (sheet 13 section 1)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from conum.domains.mandates.enums import CardState
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData

DRIFT_BOUND = 60  # steps: beyond, the column itself refuses


class TotpCard(DatedRow):
    """A card known by its serial number; its seed is sealed, read only to check a code, and gone once removed.

    `drift` is how many steps the card's clock is ahead of ours; `last_step` is the latest step accepted, so that a
    code serves once.
    """

    personal_data: ClassVar = PersonalData(
        {"sealed_seed": Category.CREDENTIAL},
        retention="follows:mandates.Helper",
        method=Method.ERASE,
        module="mandates",
    )

    serial = models.CharField("numéro de série", max_length=32, unique=True)
    sealed_seed = models.BinaryField("graine chiffrée", null=True, blank=True)
    key_id = models.CharField("clé de chiffrement", max_length=12, blank=True)
    step_seconds = models.PositiveSmallIntegerField("durée d'un code, en secondes")
    helper = models.ForeignKey(
        "mandates.Helper", models.PROTECT, null=True, blank=True, related_name="cards", verbose_name="aidant"
    )
    assigned_at = models.DateTimeField("remise le", null=True, blank=True)
    validated_at = models.DateTimeField("validée le", null=True, blank=True)
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)
    drift = models.SmallIntegerField("avance de l'horloge, en pas", default=0)
    last_step = models.BigIntegerField("dernier pas accepté", default=0)

    class Meta:
        verbose_name = "carte Aidants Connect"
        verbose_name_plural = "cartes Aidants Connect"
        constraints = [
            models.CheckConstraint(condition=Q(serial__regex=r"^[A-Z0-9-]{4,32}$"), name="totp_card_serial_form"),
            models.CheckConstraint(condition=Q(step_seconds__gte=15, step_seconds__lte=120), name="totp_card_step"),
            models.CheckConstraint(
                condition=Q(drift__gte=-DRIFT_BOUND, drift__lte=DRIFT_BOUND), name="totp_card_drift_bounded"
            ),
            models.CheckConstraint(
                condition=Q(helper__isnull=True, assigned_at__isnull=True, validated_at__isnull=True)
                | Q(helper__isnull=False, assigned_at__isnull=False),
                name="totp_card_assigned_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=False, sealed_seed__isnull=True)
                | Q(removed_at__isnull=True, sealed_seed__isnull=False),
                name="totp_card_seed_until_removed",
            ),
            models.UniqueConstraint(
                fields=["helper"],
                condition=Q(helper__isnull=False, removed_at__isnull=True),
                name="totp_card_one_per_helper",
            ),
        ]

    def __str__(self) -> str:
        return f"Carte {self.serial}"

    @property
    def state(self) -> CardState:
        """Where the card stands."""
        if self.removed_at:
            return CardState.REMOVED
        if self.validated_at:
            return CardState.VALIDATED
        return CardState.ASSIGNED if self.helper_id else CardState.IN_STOCK

    def get_state_display(self) -> str:
        """The words of the state."""
        return str(self.state.label)
