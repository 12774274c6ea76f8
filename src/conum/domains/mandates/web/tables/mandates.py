"""Columns of the lists of mandates, on screen and in exports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.enums import MandateState
from conum.domains.mandates.queries.mandates import last_day
from conum.kernel.ui.tables import Column, page_of, state
from conum.kernel.web.exports import Column as ExportColumn


def citizen(mandate: Any) -> str:
    """Return the citizen's name, or what stands for it once anonymous."""
    return str(mandate.beneficiary)


def groups(mandate: Any) -> str:
    """Return the groups still authorised, or all of them once the mandate is over."""
    rows = list(mandate.authorisations.all())
    alive = [one for one in rows if one.revoked_at is None]
    return ", ".join(one.group.label for one in alive or rows)


MANDATES = (
    Column(
        _("Usager"),
        citizen,
        sort="nom",
        heading=True,
        link=page_of("mandates:mandate"),
    ),
    Column(_("Démarches"), groups),
    Column(_("Signé le"), "starts_at", sort="signature"),
    Column(_("Dernier jour"), lambda mandate: last_day(mandate.expires_at), sort="fin"),
    state(_("État"), "state"),
)
EXPORT = [
    ExportColumn("Usager", citizen),
    ExportColumn("Démarches", groups),
    ExportColumn("Durée (jours)", lambda mandate: mandate.duration_days),
    ExportColumn("Signé le", lambda mandate: mandate.starts_at),
    ExportColumn("Dernier jour", lambda mandate: last_day(mandate.expires_at)),
    ExportColumn("Signature", lambda mandate: mandate.get_mode_display()),
    ExportColumn("Signé par", lambda mandate: str(mandate.signed_by)),
    ExportColumn("État", lambda mandate: MandateState(mandate.state).label),
]
