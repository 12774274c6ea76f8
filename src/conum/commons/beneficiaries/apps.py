"""Wiring of the beneficiaries module."""

from django.apps import AppConfig


class BeneficiariesConfig(AppConfig):
    """Identity of citizens: their only home (PRI-02)."""

    name = "conum.commons.beneficiaries"
    label = "beneficiaries"
    verbose_name = "Usagers accompagnés"
