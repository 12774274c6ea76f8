"""What was done with a citizen's mandates, read from the journal (MAN-33)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.accounts.models import Organisation
from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.journal.queries import everything
from conum.domains.mandates.models import Authorisation, Mandate, MandateDocument, ProcedureGroup

WORDS = {
    "mandate.create": gettext_lazy("Mandat signé"),
    "mandate.renew": gettext_lazy("Mandat renouvelé"),
    "mandate.transfer": gettext_lazy("Mandat transféré"),
    "mandate.revoke": gettext_lazy("Mandat révoqué"),
    "mandate.expire": gettext_lazy("Mandat arrivé à sa fin"),
    "authorisation.create": gettext_lazy("Démarches autorisées"),
    "authorisation.use": gettext_lazy("Démarche faite en votre nom"),
    "authorisation.revoke": gettext_lazy("Autorisation révoquée"),
    "document.render": gettext_lazy("Attestation établie"),
    "document.read": gettext_lazy("Attestation consultée"),
    "document.verify": gettext_lazy("Attestation vérifiée en ligne"),
    "transfer.propose": gettext_lazy("Transfert proposé"),
}


@dataclass(frozen=True)
class Fact:
    """One line of the trail: when, what, who, for which organisation, about which group."""

    at: datetime
    action: str
    what: str
    who: str
    organisation: str
    group: str


def of_mandate(mandate: Mandate) -> list[Fact]:
    """Return what was done with one mandate, the latest first."""
    return _facts(Mandate.objects.filter(pk=mandate.pk))


def of_citizen(beneficiary: Beneficiary) -> list[Fact]:
    """Return what was done with every mandate of a citizen, the latest first."""
    return _facts(Mandate.objects.filter(beneficiary=beneficiary))


def _facts(mandates: Any) -> list[Fact]:
    """Five queries whatever the number of lines."""
    ids = [str(pk) for pk in mandates.values_list("pk", flat=True)]
    rows = Authorisation.objects.filter(mandate__in=ids)
    papers = MandateDocument.objects.filter(mandate__in=ids)
    about = (
        Q(subject_type="mandates.Mandate", subject_id__in=ids)
        | Q(subject_type="mandates.Authorisation", subject_id__in=_texts(rows))
        | Q(subject_type="mandates.MandateDocument", subject_id__in=_texts(papers))
    )
    lines = list(everything().filter(about, family="mandates", action__in=WORDS))
    labels = dict(ProcedureGroup.objects.values_list("code", "label"))
    names = _organisations(line.payload.get("organisation") for line in lines)
    return [_fact(line, labels, names) for line in lines]


def _texts(rows: Any) -> list[str]:
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _organisations(ids: Iterable[Any]) -> dict[str, str]:
    found = Organisation.objects.filter(pk__in={pk for pk in ids if pk})
    return {str(one.pk): str(one) for one in found}


def _fact(line: Any, labels: dict[str, str], names: dict[str, str]) -> Fact:
    payload = line.payload
    codes = [payload["group"]] if "group" in payload else payload.get("groups", [])
    return Fact(
        at=line.happened_at,
        action=line.action,
        what=str(WORDS[line.action]),
        who=_who(line),
        organisation=names.get(str(payload.get("organisation")), ""),
        group=", ".join(labels.get(code, code) for code in codes),
    )


def _who(line: Any) -> str:
    if line.role == "system" and line.payload.get("by") in ("citizen", "code"):
        return _("L'usager")
    if line.role == "system":
        return _("Automatique") if line.action == "mandate.expire" else _("Un visiteur")
    return line.author or _("Un aidant")
