"""Downloads in the column orders people already know, and the open data of decisions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.domains.positions.operations.downloads import note_download
from conum.domains.positions.permissions import REQUEST_EXPORT
from conum.domains.positions.queries import downloads as queries
from conum.domains.positions.web import tables
from conum.kernel.web.exports import export
from conum.kernel.web.views import Page

FILES = {
    "structures": (_("Structures"), _("Toutes les demandes, avec avis, décision et contact.")),
    "historique-conventions": (_("Historique des conventions"), _("Postes avant et après chaque changement.")),
    "demandes-coordinateurs": (_("Demandes de coordinateurs"), _("Avis, état et décision de chaque demande.")),
    "gestionnaires": (_("Gestionnaires"), _("Personnes qui gèrent les structures.")),
}


class Downloads(Page):
    """What can be downloaded."""

    permission = REQUEST_EXPORT
    template_name = "positions/downloads.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the files with their addresses."""
        files = [
            (title, text, f"{reverse('positions:requests')}" if name == "structures" else _path(name))
            for name, (title, text) in FILES.items()
        ]
        return super().get_context_data(files=files, **kwargs)


def _path(name: str) -> str:
    return reverse("positions:download", args=[name])


class Download(Page):
    """One file, as CSV unless the address says `?export=xlsx`."""

    permission = REQUEST_EXPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Write the line of the journal, then send the rows in reach."""
        name = kwargs["name"]
        day = timezone.localdate(self.now)
        found: dict[str, tuple[Any, Any]] = {
            "historique-conventions": (lambda: queries.convention_history(self.actor), tables.CONVENTION_HISTORY),  # type: ignore[arg-type]
            "demandes-coordinateurs": (
                lambda: queries.coordinator_requests(self.actor).iterator(chunk_size=2000),  # type: ignore[arg-type]
                tables.COORDINATORS,
            ),
            "gestionnaires": (lambda: queries.managers(self.actor, day).iterator(), tables.MANAGERS),  # type: ignore[arg-type]
        }
        if name not in found:
            raise Http404
        rows, columns = found[name]
        kind = "xlsx" if request.GET.get("export") == "xlsx" else "csv"
        note_download(name, kind, [], actor=self.actor, now=self.now)  # type: ignore[arg-type]
        return export(kind, name, rows(), columns)


class OpenDecisions(Page):
    """Open data of decisions: no person in it, so everybody may take it."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send the file."""
        kind = "xlsx" if request.GET.get("export") == "xlsx" else "csv"
        return export(kind, "conseillers-numeriques-decisions", queries.open_decisions(), tables.OPEN_DATA)
