"""Wiring of the mandates module."""

from django.apps import AppConfig


class MandatesConfig(AppConfig):
    """Accreditations, helpers, mandates and the OpenID Connect provider (sheet 13)."""

    name = "conum.domains.mandates"
    label = "mandates"
    verbose_name = "Mandats"
