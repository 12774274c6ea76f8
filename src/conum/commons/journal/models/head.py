"""The end of each chain."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.kernel.privacy import NO_PERSONAL_DATA


class JournalHead(models.Model):
    """Last entry of a family; its row is the lock that keeps the chain single."""

    personal_data: ClassVar = NO_PERSONAL_DATA

    family = models.CharField("famille", max_length=40, primary_key=True)
    position = models.PositiveBigIntegerField("rang du dernier", default=0)
    hash = models.CharField("empreinte du dernier", max_length=64, blank=True)

    class Meta:
        verbose_name = "tête du journal"
