"""Wiring of the territories module."""

from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    """Reference data of France; holds no personal data."""

    name = "conum.commons.territories"
    label = "territories"
    verbose_name = "territoires"
    default_auto_field = "django.db.models.BigAutoField"
