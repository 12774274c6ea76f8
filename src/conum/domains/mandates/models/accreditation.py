"""The right of an organisation to hold mandates (sheet 13 section 1)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from conum.domains.mandates.enums import AccreditationState
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA


@tracked()
class Accreditation(DatedRow):
    """An accreditation, in force until it is ended; an organisation has one in force at a time."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name="organisation"
    )
    state = models.CharField(
        "état", max_length=6, choices=AccreditationState.choices, default=AccreditationState.ACTIVE
    )
    procedure_groups = models.ManyToManyField(
        "mandates.ProcedureGroup",
        through="mandates.AllowedGroup",
        related_name="+",
        verbose_name="groupes de démarches permis",
    )
    starts_at = models.DateTimeField("habilitée le")
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)
    end_reason = models.CharField("motif de la fin", max_length=500, blank=True)

    class Meta:
        verbose_name = "habilitation"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="active"), name="accreditation_one_active"
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_at__isnull=True) | Q(state="ended", ended_at__gte=F("starts_at")),
                name="accreditation_ended_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"Habilitation de {self.organisation}"


class AllowedGroup(models.Model):
    """A group of procedures that the organisation may be mandated for (MAN-04, MAN-11)."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    accreditation = models.ForeignKey(Accreditation, models.CASCADE, related_name="allowed")
    group = models.ForeignKey("mandates.ProcedureGroup", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "groupe de démarches permis"
        verbose_name_plural = "groupes de démarches permis"
        constraints = [
            models.UniqueConstraint(fields=["accreditation", "group"], name="allowed_group_once"),
        ]
