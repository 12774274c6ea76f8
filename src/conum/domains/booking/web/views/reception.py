"""The desk of a place today: who is awaited, who came without appointment (BOO-51)."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from conum.commons.messaging.queries import site_address
from conum.domains.booking.enums import Access
from conum.domains.booking.models import Arrival, TicketScreen
from conum.domains.booking.operations.arrivals import left, receive, record_arrival
from conum.domains.booking.operations.screens import close_screen, open_screen
from conum.domains.booking.permissions import (
    HANDLE,
    SEE_CALENDAR,
    appointments_visible_to,
    arrivals_visible_to,
    places_of,
    rules_visible_to,
    workshops_visible_to,
)
from conum.domains.booking.queries.notices import hour_words, receives_sms, zone_of
from conum.domains.booking.queries.offering import lines_of
from conum.domains.booking.rules.recurrence import midnight
from conum.domains.booking.web.views.reading import read_uuid
from conum.domains.places.models import Place
from conum.kernel.errors import ConumError
from conum.kernel.web.views import Page


class Reception(Page):
    """One place, today."""

    permission = SEE_CALENDAR
    template_name = "booking/reception.html"

    @cached_property
    def place(self) -> Place:
        """One of the organisation's places, or one where the actor works; 404 elsewhere."""
        own = Q(organisation=self.actor.organisation_id) if self.actor.organisation_id else Q(pk__in=[])
        mine = Q(pk__in=list(places_of(self.actor)))
        found = Place.objects.filter(own | mine, pk=self.kwargs["pk"]).select_related("commune__department").first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give today's appointments, workshops and presences without appointment."""
        place = self.place
        zone = zone_of(place)
        day, start, end = self.today(zone)
        inside = {"place": place, "starts_at__gte": start, "starts_at__lt": end}
        rows = appointments_visible_to(self.actor).filter(**inside).exclude(state__in=["excused", "revoked"])
        lines = [
            {"row": row, "hour": hour_words(row.starts_at, zone)}
            for row in rows.select_related("contact", "type").distinct().order_by("starts_at", "pk")
        ]
        return super().get_context_data(
            object=place,
            day=day,
            lines=lines,
            workshops=lines_of(workshops_visible_to(self.actor).filter(**inside).distinct().order_by("starts_at")),
            may=HANDLE.allows(self.actor),  # whose perimeter is that of the rows; the operation asks again
            walk_in=self.walk_in(place, day),
            screen=self.request.session.pop("screen_address", ""),
            queue=arrivals_visible_to(self.actor)
            .filter(place=place, day=day, received_at=None, left_at=None)
            .order_by("arrived_at", "pk"),
            **kwargs,
        )

    def today(self, zone: str) -> Any:
        """Return the local day and its bounds."""
        day = self.now.astimezone(ZoneInfo(zone)).date()
        return day, midnight(day, zone), midnight(day + timedelta(days=1), zone)

    def walk_in(self, place: Place, day: Any) -> Any:
        """Return the presences of today that receive without appointment, how many came, whether a screen is open."""
        rows = rules_visible_to(self.actor).filter(place=place, access__in=[Access.WALK_IN, Access.MIXED], active=True)
        held = list(rows.filter(occurrences__day=day).distinct().order_by("start_time", "pk"))
        counted = Arrival.objects.filter(rule__in=held, day=day).values("rule").annotate(count=Count("pk"))
        came = dict(counted.values_list("rule", "count"))
        screens = TicketScreen.objects.filter(rule__in=held, day=day, closed_at=None)
        shown = set(screens.values_list("rule", flat=True))
        return [(rule, came.get(rule.pk, 0), rule.pk in shown) for rule in held]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note what one button says."""
        self.place  # noqa: B018 – 404 for a place of elsewhere
        try:
            told = self.note(request.POST)
        except ConumError as refusal:
            messages.error(request, refusal.message)
        else:
            if told:
                messages.success(request, told)
        return HttpResponseRedirect(request.path)

    def note(self, given: Any) -> str:
        """Count an arrival, or say that who waited is received or has left; returns what is answered (BOO-52)."""
        rule = read_uuid(given, "permanence")
        if rule:
            return self.arrived(rule, given.get("telephone", "").strip()[:30])
        if rule := read_uuid(given, "ecran"):
            secret = open_screen(rule_id=rule, actor=self.actor, now=self.now)  # type: ignore[arg-type]
            self.request.session["screen_address"] = f"{site_address()}{reverse('booking:screen', args=[secret])}"
            return _("L'écran d'attente est ouvert pour aujourd'hui.")
        if rule := read_uuid(given, "ecran_ferme"):
            close_screen(rule_id=rule, actor=self.actor, now=self.now)  # type: ignore[arg-type]
            return _("L'écran d'attente est fermé.")
        for name, operation in (("recu", receive), ("parti", left)):
            if key := read_uuid(given, name):
                return _("C'est noté, ticket %s.") % operation(arrival_id=key, actor=self.actor, now=self.now).ticket
        return ""

    def arrived(self, rule: Any, phone: str) -> str:
        """Count an arrival; a number that no text message reaches is kept for a call (sheet 06 section 13)."""
        made = record_arrival(rule_id=rule, actor=self.actor, now=self.now, phone=phone)
        told = _("Arrivée notée, ticket %s.") % made.ticket
        if not phone:
            return told
        if receives_sms(made.phone):
            return told + " " + _("Sa place dans la file part par SMS.")
        return told + " " + _("Ce numéro ne reçoit pas de SMS : appelez la personne quand vient son tour.")
