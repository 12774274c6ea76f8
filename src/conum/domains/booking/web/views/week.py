"""The professional's week: seven lists, a day each, read by keyboard and on a phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localdate

from conum.domains.booking.permissions import IMPORT_APPOINTMENTS, SEE_CALENDAR, places_of
from conum.domains.booking.queries import agenda
from conum.domains.booking.web.views.reading import read_day, read_uuid
from conum.domains.places.models import Place
from conum.kernel.web.views import Page


class Week(Page):
    """`?jour=2026-01-15&qui=<person>`; without `qui`, one's own; `qui=tous`, the team."""

    permission = SEE_CALENDAR
    template_name = "booking/week.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the seven days and whose they are."""
        first = agenda.monday_of(read_day(self.request.GET) or localdate(self.now))
        team = agenda.colleagues(self.actor)
        keys = {person.pk for person in team}
        asked, everybody = read_uuid(self.request.GET, "qui"), self.request.GET.get("qui") == "tous"
        chosen = asked if asked in keys else self.actor.person_id
        shown = keys if everybody else {chosen}
        return super().get_context_data(
            days=agenda.week_of(self.actor, first, shown, self.now),
            title_words=date_format(first, "j F Y"),
            previous=(first - timedelta(days=7)).isoformat(),
            next=(first + timedelta(days=7)).isoformat(),
            team=team,
            chosen="tous" if everybody else str(chosen),
            several=everybody,
            desks=Place.objects.filter(pk__in=list(places_of(self.actor))).order_by("name", "pk"),
            today=localdate(self.now).isoformat(),
            first=first.isoformat(),
            may_import=IMPORT_APPOINTMENTS.allows(self.actor),
            **kwargs,
        )
