"""Words of the beneficiaries module."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Gender(TextChoices):
    """Gender as FranceConnect states it (claim `gender` of OpenID Connect Core 1.0)."""

    FEMALE = "female", _("Femme")
    MALE = "male", _("Homme")
    UNSPECIFIED = "unspecified", _("Non précisé")


class Change(TextChoices):
    """What a new identification taught about somebody already known."""

    NAME = "name", _("Nom")
    CONTACT = "contact", _("Coordonnées")
    BIRTH = "birth", _("Naissance")
