"""Wiring of the positions module."""

from django.apps import AppConfig


class PositionsConfig(AppConfig):
    """Requests for posts, decisions and posts."""

    name = "conum.domains.positions"
    label = "positions"
    verbose_name = "Postes"
