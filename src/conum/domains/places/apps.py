"""Wiring of the places module."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places of digital mediation: schema, import and export, hours, duplicates, public finder (sheet 05)."""

    name = "conum.domains.places"
    label = "places"
    verbose_name = "Lieux"
