"""Wiring of the journal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from conum.commons.journal.permissions import READ
from conum.kernel.ui.navigation import Entry, register


class JournalConfig(AppConfig):
    """The journal."""

    name = "conum.commons.journal"
    label = "journal"
    verbose_name = "Journal"

    def ready(self) -> None:
        """Put the journal in the menu of those who read it."""
        register(Entry(_("Journal"), "journal:lines", permission=READ, order=90, group=_("Administration")))
