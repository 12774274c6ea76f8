"""Wiring of the territories module."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from conum.kernel.ui import navigation


class TerritoriesConfig(AppConfig):
    """Reference data of France; holds no personal data."""

    name = "conum.commons.territories"
    label = "territories"
    verbose_name = "territoires"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Add the imports to the menu of national administrators."""
        right = import_string("conum.commons.territories.permissions.IMPORT_REFERENCE")
        entry = navigation.Entry(
            _("Données de référence"), "territories:imports", permission=right, order=92, group=_("Administration")
        )
        navigation.register(entry)
