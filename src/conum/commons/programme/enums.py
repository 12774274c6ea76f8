"""Words of the programme module."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunKind(TextChoices):
    """Kind of retention run (PRI-04)."""

    DRY = "dry", _("À blanc")
    REAL = "real", _("Réel")
