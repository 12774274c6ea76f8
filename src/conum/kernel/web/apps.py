"""Wiring of the web part of the kernel: it keeps the counters of `limits`."""

from django.apps import AppConfig


class KernelWebConfig(AppConfig):
    """Views, lists, exports and limits."""

    name = "conum.kernel.web"
    label = "web"
    verbose_name = "Pages"
