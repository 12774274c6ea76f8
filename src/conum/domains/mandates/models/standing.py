"""What the live check reads (sheet 13 section 4)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models

from conum.kernel.privacy import NO_PERSONAL_DATA


class Standing(models.Model):
    """What stands of an authorisation for a helper of its organisation: a view (migration 0003), nothing is kept here.

    It is read several times in each procedure: flat, it costs a third of the joins written by the mapper.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    pk = models.CompositePrimaryKey("authorisation_id", "person_id")
    authorisation = models.ForeignKey("mandates.Authorisation", models.PROTECT, related_name="+")
    person_id = models.UUIDField("aidant")
    organisation_id = models.UUIDField("structure")
    beneficiary = models.ForeignKey("beneficiaries.Beneficiary", models.PROTECT, related_name="+")
    mandate_id = models.UUIDField("mandat")
    group = models.ForeignKey("mandates.ProcedureGroup", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField("début")
    expires_at = models.DateTimeField("fin")
    revoked_at = models.DateTimeField("révoquée le", null=True)
    helper_active = models.BooleanField("aidant actif")
    accredited = models.BooleanField("structure habilitée")

    class Meta:
        managed = False
        db_table = "mandates_standing"
        verbose_name = "validité d'une autorisation"

    def __str__(self) -> str:
        return f"validité de {self.authorisation_id}"

    @property
    def life(self) -> tuple[datetime, datetime, datetime | None]:
        """Start, end and revocation."""
        return self.starts_at, self.expires_at, self.revoked_at

    def is_of(self, person_id: UUID | None, organisation_id: UUID | None) -> bool:
        """Tell whether it is what stands for this person in this organisation."""
        return (self.person_id, self.organisation_id) == (person_id, organisation_id)

    @property
    def may_act(self) -> bool:
        """Whether the helper is active and the organisation accredited."""
        return self.helper_active and self.accredited
