"""The site: wires the modules together once they are all loaded."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SiteConfig(AppConfig):
    """Loads what each module declares: its rules, permissions and the events it listens to."""

    name = "conum.site"
    label = "site"

    def ready(self) -> None:
        """Import the declaring modules of every app."""
        autodiscover_modules("permissions", "subscribers")
