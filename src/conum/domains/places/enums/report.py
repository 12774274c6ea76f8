"""What a visitor may say is wrong on the page of a place."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportSubject(TextChoices):
    """Subject of a reported error."""

    HOURS = "hours", _("Les horaires")
    CLOSED = "closed", _("Le lieu est fermé ou a déménagé")
    CONTACT = "contact", _("Le téléphone, le courriel ou le site")
    ADDRESS = "address", _("L'adresse ou la position")
    OFFER = "offer", _("Les services, le prix ou l'accès")
    OTHER = "other", _("Autre chose")
