"""Wiring of the booking module."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Permanences, appointments, workshops and waiting lists (sheet 06)."""

    name = "conum.domains.booking"
    label = "booking"
    verbose_name = "Rendez-vous"
