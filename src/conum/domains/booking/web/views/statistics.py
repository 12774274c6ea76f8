"""Statistics of appointments: figures, their definitions, and the same figures as a file."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.domains.booking.permissions import (
    SEE_STATISTICS,
    WIDE,
    appointments_visible_to,
    counted_for,
    rules_visible_to,
    types_visible_to,
    workshops_visible_to,
)
from conum.domains.booking.queries import statistics as queries
from conum.domains.booking.queries.statistics import Way
from conum.domains.booking.queries.waits import waits
from conum.domains.booking.web.forms.statistics import StatisticsForm
from conum.domains.booking.web.tables import statistics_file, statistics_table
from conum.domains.places.models import Place
from conum.kernel.web.exports import export
from conum.kernel.web.views import Page

SHOWN = (Way.STATE, Way.TYPE, Way.CREATOR, Way.PLACE, Way.COMMUNE, Way.DEPARTMENT)


class Statistics(Page):
    """One's own figures for a counsellor, those of the organisation for who acts for it."""

    permission = SEE_STATISTICS
    template_name = "booking/statistics.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the figures, or download them when the address says `?export=csv` or `xlsx`."""
        kind, asked = request.GET.get("export", ""), self.form().asked
        if kind not in ("csv", "xlsx") or asked is None:
            return super().get(request, *args, **kwargs)
        found = queries.statistics(self.actor, asked)  # type: ignore[arg-type]
        wait = waits(self.actor, asked, self.now)  # type: ignore[arg-type]
        lines = [found.total, *found.weeks(), *(line for way in SHOWN for line in found.lines[way])]
        return export(kind, "statistiques-rendez-vous", lines, statistics_file(wait.days))

    def form(self) -> StatisticsForm:
        """Return what the address asks for."""
        given = {name: value for name, value in self.request.GET.items() if name in StatisticsForm.base_fields}
        types = types_visible_to(self.actor)  # type: ignore[arg-type]
        return StatisticsForm(given or None, types, self.places(), localdate(self.now))

    def places(self) -> Any:
        """Return the places of what is counted."""
        used = Q(pk__in=[])
        for visible in (appointments_visible_to, workshops_visible_to, rules_visible_to):
            rows = counted_for(self.actor, visible(self.actor))  # type: ignore[arg-type, operator]
            used |= Q(pk__in=rows.order_by().filter(place__isnull=False).values("place"))
        return Place.objects.filter(used).select_related("commune__department").order_by("name", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the figures; none while the filters hold a mistake."""
        form = self.form()
        told = {"filterset": SimpleNamespace(form=form), "asked": form.asked}
        if form.asked is None:
            return super().get_context_data(**told, **kwargs)
        found = queries.statistics(self.actor, form.asked)  # type: ignore[arg-type]
        weeks = found.weeks()
        series = [
            (_("Participations"), [week.people for week in weeks]),
            (_("Rendez-vous"), [week.appointments for week in weeks]),
        ]
        titles = {
            Way.STATE: _("Par état"), Way.TYPE: _("Par motif"), Way.CREATOR: _("Par personne qui a réservé"),
            Way.PLACE: _("Par lieu"), Way.COMMUNE: _("Par commune"), Way.DEPARTMENT: _("Par département"),
        }  # fmt: skip
        return super().get_context_data(
            **told,
            total=found.total,
            wait=waits(self.actor, form.asked, self.now),  # type: ignore[arg-type]
            today=localdate(self.now),
            whole=self.actor.role in WIDE,  # type: ignore[union-attr]
            weeks=[f"{week.day:%d/%m/%Y}" for week in weeks],
            series=series,
            ways=[(titles[way], statistics_table(way), found.lines[way]) for way in SHOWN],
            **kwargs,
        )
