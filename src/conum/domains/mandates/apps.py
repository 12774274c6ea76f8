"""Wiring of the mandates module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MandatesConfig(AppConfig):
    """Accreditations, helpers, mandates and the OpenID Connect provider (sheet 13)."""

    name = "conum.domains.mandates"
    label = "mandates"
    verbose_name = "Mandats"

    def ready(self) -> None:
        """Put the mandates in the menu, and give their states their colours."""
        from conum.domains.mandates.permissions.mandates import (  # noqa: PLC0415 – models are ready only now
            ADMINISTER,
            MANDATE_READ,
        )
        from conum.kernel.ui.navigation import Entry, register  # noqa: PLC0415

        register(
            Entry(_("Mandats"), "mandates:mandates", MANDATE_READ, order=10),
            Entry(_("Révoquer un mandat"), "mandates:administer", ADMINISTER, order=76),
        )
