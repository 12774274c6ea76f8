"""Wiring of the places module."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from conum.kernel.ui.navigation import Entry, register


class PlacesConfig(AppConfig):
    """Places of digital mediation: schema, import and export, hours, duplicates, public finder (sheet 05)."""

    name = "conum.domains.places"
    label = "places"
    verbose_name = "Lieux"

    def ready(self) -> None:
        """Add the finder and the editors' list to the main menu."""
        edit = import_string("conum.domains.places.permissions.EDIT_PLACE")  # needs the models, ready only now
        importing = import_string("conum.domains.places.permissions.IMPORT_PLACES")
        register(
            Entry(_("Trouver de l'aide"), "places:finder", order=5),
            Entry(_("Importer des lieux"), "places:import", permission=importing, order=60, group=_("Lieux")),
            Entry(_("Mes lieux"), "places:mine", permission=edit, order=35, group=_("Lieux")),
        )
