"""Words of the messaging module."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """By what a message travels."""

    EMAIL = "email", _("Courriel")
    SMS = "sms", _("SMS")


class MessageState(TextChoices):
    """Delivery state of a message of the outbox."""

    QUEUED = "queued", _("En attente d'envoi")
    SENT = "sent", _("Envoyé")
    FAILED = "failed", _("Échec de l'envoi")
    BOUNCED = "bounced", _("Adresse refusée")
    SKIPPED = "skipped", _("Devenu inutile, non envoyé")


class Topic(TextChoices):
    """What an optional mail is about: a person may refuse each. A mail without topic is always sent."""

    REMINDER = "reminder", _("Rappels d'échéance")
    PROPOSAL = "proposal", _("Nouvelles propositions de profils ou de postes")
    DIGEST = "digest", _("Récapitulatifs périodiques")
    NEWS = "news", _("Actualités du dispositif")
