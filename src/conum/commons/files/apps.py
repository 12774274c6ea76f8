"""Wiring of the files module."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "conum.commons.files"
    label = "files"
    verbose_name = "Fichiers"
