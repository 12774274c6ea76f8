"""What the paper of a mandate says: French, the language of the act, whoever asks for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from conum.commons.accounts.models import Organisation
from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.messaging.queries import site_address
from conum.domains.mandates.enums import MandateMode
from conum.domains.mandates.models import Helper, Mandate
from conum.domains.mandates.queries.mandates import groups_by_code, last_day

VERSION = "2026-2"


def verification_address(code: str = "") -> str:
    """Return the public address that tells what a code is worth."""
    page = f"{site_address()}{reverse('mandates:verify')}"
    return f"{page}?code={code}" if code else page


def of(mandate: Mandate, beneficiary: Beneficiary, helper: Helper, code: str, revocation: str) -> dict[str, Any]:
    """Return the words of the paper, keyed as its template reads them."""
    with override("fr"):
        return {
            "title": _("Mandat Aidants Connect"),
            "footer": _("Mandat entre un usager et une structure habilitée Aidants Connect"),
            "synthetic": _("Données fictives : ce document n'a aucune valeur.") if settings.CONUM_SYNTHETIC else "",
            "law": _("Mandat au sens des articles 1984 et suivants du Code civil."),
            "labels": _labels(),
            "organisation": str(mandate.organisation),
            "citizen": beneficiary.name,
            "helper": str(helper),
            "parties": _parties(mandate.organisation, beneficiary, helper),
            "groups": [_group(one.label, one.caution) for one in groups_by_code(mandate.groups)],
            "duration": _duration(mandate),
            "consent": _consent(mandate),
            "end": _end(),
            "code": code,
            "revocation_code": revocation,
            "verify": _("Toute personne peut vérifier ce mandat, sans rien apprendre de l'usager, sur cette page :"),
            "verify_url": verification_address(),
            "qr_alt": _("Code QR qui ouvre la page de vérification avec le code {code}").format(code=code),
            "signatures": _("Fait en deux exemplaires, l'un pour l'usager, l'autre pour la structure."),
        }


def _labels() -> dict[str, str]:
    return {
        "parties": _("Qui signe"),
        "groups": _("Démarches autorisées"),
        "duration": _("Durée"),
        "consent": _("Ce que l'usager a accepté"),
        "end": _("Mettre fin au mandat"),
        "revocation": _("Code de révocation, pour l'usager"),
        "verify": _("Vérifier ce mandat"),
        "code": _("Code de vérification"),
        "address": _("Adresse"),
        "signatures": _("Signatures"),
        "citizen": _("L'usager"),
        "organisation": _("L'aidant, pour la structure"),
    }


def _parties(organisation: Organisation, beneficiary: Beneficiary, helper: Helper) -> list[list[str]]:
    born = beneficiary.family_name if beneficiary.preferred_name else ""
    name = _("{name} (nom de naissance : {born})").format(name=beneficiary.name, born=born) if born else None
    return [
        [_("L'usager"), name or beneficiary.name],
        [
            _("La structure"),
            f"{organisation} · SIRET {organisation.siret}" if organisation.siret else str(organisation),
        ],
        [_("Représentée par"), f"{helper}, {helper.profession}" if helper.profession else str(helper)],
    ]


def _group(label: str, caution: str) -> str:
    return f"{label} ({caution})" if caution else label


def _duration(mandate: Mandate) -> str:
    days = mandate.duration_days
    signed, last = localtime(mandate.starts_at), last_day(mandate.expires_at)
    length = _("1 jour") if days == 1 else _("{days} jours").format(days=days)
    return _("{length} : du {first} à {hour} au {last} inclus.").format(
        length=length, first=f"{signed:%d/%m/%Y}", hour=f"{signed:%H h %M}", last=f"{last:%d/%m/%Y}"
    )


def _consent(mandate: Mandate) -> list[str]:
    distant = _("L'usager, à distance, a signé un mandat sur papier remis à la structure.")
    by_sms = _("L'usager, à distance, a reçu ce résumé par SMS et a répondu OUI depuis son téléphone.")
    return [
        _("L'usager s'est identifié avec FranceConnect ; le résumé du mandat lui a été lu, et il a donné son accord."),
        _("L'usager a déclaré n'être ni sous tutelle, ni sous curatelle, ni sous sauvegarde de justice."),
        _(
            "Tous les aidants habilités de la structure peuvent faire, en son nom, les démarches autorisées ci-dessus "
            "et aucune autre. Chaque démarche est inscrite dans un journal qu'il peut lire."
        ),
        *([distant] if mandate.mode == MandateMode.REMOTE_PAPER else []),
        *([by_sms] if mandate.mode == MandateMode.REMOTE_SMS else []),
    ]


def _end() -> list[str]:
    return [
        _(
            "À tout moment et sans motif : auprès de n'importe quel aidant de la structure ; sur {address} après "
            "s'être identifié avec FranceConnect ; ou sur {revoke} avec le code ci-dessous, à garder pour soi."
        ).format(
            address=f"{site_address()}{reverse('mandates:citizen')}",
            revoke=f"{site_address()}{reverse('mandates:revoke_by_code')}",
        )
    ]
