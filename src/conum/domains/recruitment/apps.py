"""Wiring of the recruitment module."""

from django.apps import AppConfig


class RecruitmentConfig(AppConfig):
    """Candidates, matching and contracts."""

    name = "conum.domains.recruitment"
    label = "recruitment"
    verbose_name = "Recrutement"
