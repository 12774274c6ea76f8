"""Files kept in the storage."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.kernel.models import Row
from conum.kernel.privacy import Category, Method, PersonalData


class StoredFile(Row):
    """A file of the storage: what it is for, whose it is, what it contains. The bytes are never in the database."""

    personal_data: ClassVar = PersonalData(
        {"name": Category.FREE_TEXT, "uploaded_by": Category.IDENTITY},
        retention="follows:owner",
        method=Method.DELETE_ROW,
        module="files",
    )

    purpose = models.CharField("usage", max_length=60)
    owner_type = models.CharField("type d'objet", max_length=60)
    owner_id = models.CharField("objet", max_length=64)
    uploaded_by = models.UUIDField("déposé par", null=True)
    name = models.CharField("nom du fichier", max_length=120)
    content_type = models.CharField("type", max_length=60)
    size = models.PositiveBigIntegerField("taille en octets")
    sha256 = models.CharField("empreinte", max_length=64)
    path = models.CharField("emplacement", max_length=120, unique=True)
    key_id = models.CharField("clé", max_length=16, blank=True)
    created_at = models.DateTimeField("déposé le")

    class Meta:
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gte=1), name="stored_file_not_empty"),
            models.CheckConstraint(condition=~models.Q(sha256=""), name="stored_file_has_digest"),
        ]
        indexes = [
            models.Index(fields=["owner_type", "owner_id"], name="stored_file_owner"),
            models.Index(fields=["purpose", "created_at"], name="stored_file_purpose_age"),
            models.Index(fields=["key_id"], name="stored_file_key"),
        ]

    def __str__(self) -> str:
        return self.name
