"""Wiring of the programme module."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules, import_string
from django.utils.translation import gettext_lazy as _

from conum.commons.programme.permissions import READ_RETENTION, SET_PARAMETER
from conum.kernel import parameters
from conum.kernel.ui.navigation import Entry, register


class ProgrammeConfig(AppConfig):
    """The programme and its parameters."""

    name = "conum.commons.programme"
    label = "programme"
    verbose_name = "Dispositif"

    def ready(self) -> None:
        """Load every module's `parameters.py` and plug in the values that administrators set."""
        autodiscover_modules("parameters")
        register(
            Entry(
                _("Paramètres"), "programme:parameters", permission=SET_PARAMETER, order=80, group=_("Administration")
            ),
            Entry(
                _("Conservation"), "programme:retention", permission=READ_RETENTION, order=85, group=_("Administration")
            ),
        )
        parameters.plug_store(import_string("conum.commons.programme.queries.stored"))
