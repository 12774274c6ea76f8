"""Words of duplicates: what is compared, and what was decided."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Likeness(TextChoices):
    """What two records of places are compared by (PLA-31)."""

    NAME = "name", _("Nom")
    STREET = "street", _("Adresse")
    DISTANCE = "distance", _("Distance")
    IDENTIFIER = "identifier", _("SIRET, RNA ou RIDET")
    PHONE = "phone", _("Téléphone")
    EMAIL = "email", _("Domaine du courriel")
    WEBSITE = "website", _("Site web")
    TYPOLOGY = "typology", _("Type de lieu")


class PairState(TextChoices):
    """What was decided of two records that resemble each other."""

    PROPOSED = "proposed", _("À décider")
    DIFFERENT = "different", _("Deux lieux distincts")
    MERGED = "merged", _("Fusionnées")
