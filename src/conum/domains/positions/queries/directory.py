"""What the State's directory of companies says of a SIRET, for every form that asks one."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from conum.domains.positions.gateways import companies

logger = logging.getLogger(__name__)


def asked(siret: str) -> companies.Establishment | None:
    """Return the establishment; None when it is unknown, or when the directory does not answer: typed by hand."""
    try:
        return companies.find(siret)
    except companies.DirectoryUnavailable as fault:
        logger.warning("directory of companies unavailable: %s", fault)
        return None


def closed_sentence(found: companies.Establishment) -> str:
    """Return the refusal of a closed establishment, with its date when known."""
    if found.closed_on is None:
        return _("Cet établissement est fermé : donnez le SIRET d'un établissement ouvert.")
    return _("Cet établissement est fermé depuis le %(day)s : donnez le SIRET d'un établissement ouvert.") % {
        "day": found.closed_on.strftime("%d/%m/%Y")
    }
