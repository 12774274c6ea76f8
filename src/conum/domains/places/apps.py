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
<<<<<<< HEAD
        """Add the finder and the editors' list to the main menu."""
        edit = import_string("conum.domains.places.permissions.EDIT_PLACE")  # needs the models, ready only now
        register(
            Entry(_("Trouver de l'aide"), "places:finder", order=5),
            Entry(_("Mes lieux"), "places:mine", permission=edit, order=35),
        )
=======
        """Add the finder to the main menu."""
        from conum.domains.places import permissions  # noqa: PLC0415 – models are ready only now
        from conum.kernel.ui.navigation import Entry, register  # noqa: PLC0415 – models are ready only now

        register(Entry(_("Trouver de l'aide"), "places:finder", order=5))
        register(Entry(_("Importer des lieux"), "places:import", permissions.IMPORT_PLACES, order=60))
>>>>>>> eabe3cb (Publish the places as open data and by API; import a file on screen)
