"""What the web part of the kernel keeps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.kernel.privacy import NO_PERSONAL_DATA


class AttemptCount(models.Model):
    """How many times something was tried since the window began; the key is a hash that names nobody."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    key = models.CharField("clé", max_length=64, primary_key=True)
    count = models.PositiveIntegerField("essais")
    began_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")

    class Meta:
        verbose_name = "compteur d'essais"
        indexes = [models.Index(fields=["ends_at"], name="attempt_count_ends_at")]
        constraints = [models.CheckConstraint(condition=models.Q(count__gte=1), name="attempt_count_positive")]

    def __str__(self) -> str:
        return f"{self.count}"
