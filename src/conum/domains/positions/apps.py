"""Wiring of the positions module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PositionsConfig(AppConfig):
    """Requests for posts, decisions and posts."""

    name = "conum.domains.positions"
    label = "positions"
    verbose_name = "Postes"

    def ready(self) -> None:
        """Add the entries of the main menu and the colours of states."""
        from conum.domains.positions import permissions  # noqa: PLC0415 – models are ready only now
        from conum.kernel.ui.navigation import Entry, register  # noqa: PLC0415
        from conum.kernel.ui.tones import name_tones  # noqa: PLC0415

        register(
            Entry(_("Accueillir un conseiller"), "positions:ask_start", order=30, signed_out_only=True),
            Entry(_("Demandes"), "positions:requests", permissions.REQUEST_READ, order=20, group=_("Postes")),
            Entry(_("Comité"), "positions:sessions", permissions.SESSION_MANAGE, order=22, group=_("Postes")),
            Entry(_("Dotations"), "positions:quotas", permissions.QUOTA_READ, order=24, group=_("Postes")),
            Entry(_("Postes"), "positions:posts", permissions.POST_READ, order=26, group=_("Postes")),
        )
        register(
            Entry(_("Avenants"), "positions:amendments", permissions.AMENDMENT_READ, order=27, group=_("Postes")),
        )
        name_tones(info="further_review planned", warning="unconfirmed vacant", error="duplicate withdrawn handed_back")
