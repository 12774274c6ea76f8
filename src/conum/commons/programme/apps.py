"""Wiring of the programme module."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules, import_string

from conum.kernel import parameters


class ProgrammeConfig(AppConfig):
    """The programme and its parameters."""

    name = "conum.commons.programme"
    label = "programme"
    verbose_name = "Dispositif"

    def ready(self) -> None:
        """Load every module's `parameters.py` and plug in the values that administrators set."""
        autodiscover_modules("parameters")
        parameters.plug_store(import_string("conum.commons.programme.queries.stored"))
