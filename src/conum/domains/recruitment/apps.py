"""Wiring of the recruitment module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecruitmentConfig(AppConfig):
    """Candidates, matching and contracts."""

    name = "conum.domains.recruitment"
    label = "recruitment"
    verbose_name = "Recrutement"

    def ready(self) -> None:
        """Add the entries of the main menu and the colours of states."""
        from conum.domains.positions.queries.engaged import plug_engaged  # noqa: PLC0415
        from conum.domains.recruitment import permissions  # noqa: PLC0415 – models are ready only now
        from conum.domains.recruitment.queries.engaged import held_by_contract  # noqa: PLC0415
        from conum.kernel.ui.navigation import Entry, register  # noqa: PLC0415
        from conum.kernel.ui.tones import name_tones  # noqa: PLC0415

        plug_engaged(held_by_contract)
        register(
            Entry(_("Devenir conseiller"), "recruitment:apply", order=28, signed_out_only=True),
            Entry(_("Ma candidature"), "recruitment:own", permissions.OWN_APPLICATION, order=10),
            Entry(_("Candidats"), "recruitment:pool", permissions.SHORTLIST, order=30),
            Entry(
                _("Candidatures"),
                "recruitment:candidates",
                permissions.READ_CANDIDATES,
                order=30,
                group=_("Recrutement"),
            ),
            Entry(_("Candidats"), "recruitment:pool_counts", permissions.POOL_COUNTS, order=30, group=_("Recrutement")),
            Entry(_("Contrats"), "recruitment:contracts", permissions.READ_CONTRACTS, order=32, group=_("Recrutement")),
            Entry(_("Plan national"), "recruitment:plans", permissions.RUN_PLAN, order=58, group=_("Recrutement")),
            Entry(_("Équité"), "recruitment:fairness", permissions.READ_FAIRNESS, order=60, group=_("Recrutement")),
        )
        name_tones(
            success="selected",
            info="shortlisted",
            warning="unavailable termination_submitted",
            error="declined_by_host declined_by_candidate withdrawn expired removed ended",
        )
