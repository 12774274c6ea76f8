"""Wiring of the messaging module."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Messages sent to people."""

    name = "conum.commons.messaging"
    label = "messaging"
    verbose_name = "Messages"
