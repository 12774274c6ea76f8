"""What citizens take away from their own page: all that is known of them, and their trail (MAN-33)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.beneficiaries.queries import identity_of
from conum.domains.mandates.enums import MandateState
from conum.domains.mandates.gateways import typesetting
from conum.domains.mandates.operations import exporting
from conum.domains.mandates.queries import trail as trails
from conum.domains.mandates.queries.mandates import of_citizen
from conum.domains.mandates.web.views.citizens import OwnRow
from conum.kernel.web.exports import SYNTHETIC, Column, export, file_name, text
from conum.kernel.web.limits import client_address

COLUMNS = [
    Column(gettext_lazy("Quand"), lambda fact: localtime(fact.at)),
    Column(gettext_lazy("Quoi"), lambda fact: fact.what),
    Column(gettext_lazy("Qui"), lambda fact: fact.who),
    Column(gettext_lazy("Structure"), lambda fact: fact.organisation),
    Column(gettext_lazy("Démarche"), lambda fact: fact.group),
]


class OwnCopy(OwnRow):
    """All that is known of the citizen and of the mandates, as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Give it as JSON (sheet 11 section 4: access and portability)."""
        citizen = self.citizen
        exporting.note_own(citizen, "json", now=self.now, address=client_address(request))
        written = json.dumps(_everything(citizen, self.now), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        answer = HttpResponse(written, content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="mes-mandats.json"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class OwnTrail(OwnRow):
    """What was done in the citizen's name, as a table or as a document to read."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Give it in the form of the address: `csv` or `pdf`."""
        make = self.forms.get(self.kwargs["kind"])
        if make is None:
            raise Http404
        citizen = self.citizen
        exporting.note_own(citizen, self.kwargs["kind"], now=self.now, address=client_address(request))
        answer = make(self, citizen, trails.of_citizen(citizen))
        answer["Cache-Control"] = "private, no-store"
        return answer

    def as_csv(self, citizen: Beneficiary, facts: list[trails.Fact]) -> Any:
        """For a spreadsheet."""
        return export("csv", "mes-demarches", facts, COLUMNS)

    def as_pdf(self, citizen: Beneficiary, facts: list[trails.Fact]) -> Any:
        """To read and to print, tagged."""
        answer = HttpResponse(typesetting.trail(self._words(citizen, facts)), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{file_name("mes-demarches", "pdf")}"'
        return answer

    forms: ClassVar[dict[str, Callable[..., Any]]] = {"csv": as_csv, "pdf": as_pdf}

    def _words(self, citizen: Beneficiary, facts: list[trails.Fact]) -> dict[str, Any]:
        return {
            "title": _("Ce qui a été fait en votre nom"),
            "name": citizen.name,
            "synthetic": SYNTHETIC if settings.CONUM_SYNTHETIC else "",
            "footer": _("Établi le {day}").format(day=f"{localtime(self.now):%d/%m/%Y}"),
            "nothing": _("Rien n'a été fait en votre nom."),
            "columns": [str(column.header) for column in COLUMNS],
            "rows": [[text(column.value(fact)) for column in COLUMNS] for fact in facts],
        }


def _everything(citizen: Beneficiary, now: Any) -> dict[str, Any]:
    identity = {name: value for name, value in vars(identity_of(citizen)).items() if name != "subject_hash"}
    mandates = [
        {
            "structure": str(mandate.organisation),
            "signe_le": mandate.starts_at,
            "fin": mandate.expires_at,
            "etat": str(MandateState(mandate.state).label),
            "demarches": [one.group.label for one in mandate.authorisations.all()],
        }
        for mandate in of_citizen(citizen, now)
    ]
    trail = [
        {"le": fact.at, "quoi": fact.what, "qui": fact.who, "structure": fact.organisation, "demarche": fact.group}
        for fact in trails.of_citizen(citizen)
    ]
    return {"identite": identity, "mandats": mandates, "journal": trail}
