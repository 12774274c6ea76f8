"""Wiring of the components."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The components of every screen (`{% load conum_ui %}`)."""

    name = "conum.kernel.ui"
    label = "ui"
