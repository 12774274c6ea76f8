"""Wiring of the journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal."""

    name = "conum.commons.journal"
    label = "journal"
    verbose_name = "Journal"
