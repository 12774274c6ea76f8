"""Wiring of the mandates module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MandatesConfig(AppConfig):
    """Accreditations, helpers, mandates and the OpenID Connect provider (sheet 13)."""

    name = "conum.domains.mandates"
    label = "mandates"
    verbose_name = "Mandats"

    def ready(self) -> None:
        """Fill the menu, lend cards and a shorter code to the sign-in, and give the states their colours."""
        from conum.commons.accounts.operations.codes import shorten  # noqa: PLC0415 – models are ready only now
        from conum.commons.accounts.operations.lent_factors import lend  # noqa: PLC0415
        from conum.domains.mandates.operations.cards import CardFactor  # noqa: PLC0415
        from conum.domains.mandates.operations.watching import code_life  # noqa: PLC0415
        from conum.domains.mandates.permissions.mandates import ADMINISTER, MANDATE_READ  # noqa: PLC0415
        from conum.kernel.ui.navigation import Entry, register  # noqa: PLC0415
        from conum.kernel.ui.tones import name_tones  # noqa: PLC0415

        register(
            Entry(_("Mandats"), "mandates:mandates", MANDATE_READ, order=10),
            Entry(_("Révoquer un mandat"), "mandates:administer", ADMINISTER, order=76, group=_("Aidants Connect")),
        )
        lend(CardFactor())
        shorten(code_life)
        name_tones(
            success="accredited",
            info="in_training to_test",
            warning="changes_required changes_proposed to_train",
            error="left removed",
        )
