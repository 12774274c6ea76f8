"""Wiring of the places module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Places of digital mediation: schema, import and export, hours, duplicates, public finder (sheet 05)."""

    name = "conum.domains.places"
    label = "places"
    verbose_name = "Lieux"

    def ready(self) -> None:
        """Add the finder to the main menu."""
        from conum.kernel.ui.navigation import Entry, register  # noqa: PLC0415 – models are ready only now

        register(Entry(_("Trouver de l'aide"), "places:finder", order=5))
