"""Wiring of the accounts module."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and organisations."""

    name = "conum.commons.accounts"
    label = "accounts"
    verbose_name = "Comptes"
