"""The paper given to both sides (MAN-19)."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from conum.domains.mandates.models.mandate_sql import ROW_STAYS
from conum.kernel.models import Row
from conum.kernel.privacy import Category, Method, PersonalData

DOCUMENT_SEALED = """
IF (NEW.id, NEW.mandate_id, NEW.sha256, NEW.template_version, NEW.rendered_at)
   IS DISTINCT FROM (OLD.id, OLD.mandate_id, OLD.sha256, OLD.template_version, OLD.rendered_at)
   OR (NEW.code, NEW.revocation_hash) IS DISTINCT FROM (OLD.code, OLD.revocation_hash)
   OR (NEW.file_id IS DISTINCT FROM OLD.file_id AND NEW.file_id IS NOT NULL)
THEN
    RAISE EXCEPTION 'a rendered document never changes' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""


class MandateDocument(Row):
    """The PDF of a mandate and its two codes.

    `code` answers on the public page, which never says who; `revocation_hash` is the keyed hash of the other code,
    printed on the same paper for the citizen, which ends the mandate (MAN-15). The file goes with the proof's time.
    """

    personal_data: ClassVar = PersonalData(
        {"file": Category.IDENTITY, "revocation_hash": Category.CREDENTIAL},
        retention="privacy.mandate_proof",
        method=Method.ERASE,
        module="mandates",
    )

    mandate = models.OneToOneField("mandates.Mandate", models.PROTECT, related_name="document")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField("empreinte du PDF", max_length=64)
    template_version = models.CharField("version du modèle", max_length=20)
    code = models.CharField("code de vérification", max_length=12, unique=True)
    revocation_hash = models.CharField("empreinte du code de révocation", max_length=64, unique=True)
    rendered_at = models.DateTimeField("établi le")
    erased_at = models.DateTimeField("effacé le", null=True)

    class Meta:
        verbose_name = "attestation de mandat"
        verbose_name_plural = "attestations de mandat"
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="mandate_document_digest"),
            models.CheckConstraint(
                condition=Q(file__isnull=False, erased_at=None)
                | Q(file=None, erased_at__isnull=False, erased_at__gte=F("rendered_at")),
                name="mandate_document_kept_or_erased",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="mandate_document_sealed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=DOCUMENT_SEALED,
            ),
            pgtrigger.Trigger(
                name="mandate_document_stays", when=pgtrigger.Before, operation=pgtrigger.Delete, func=ROW_STAYS
            ),
        ]

    def __str__(self) -> str:
        return f"attestation {self.code}"
