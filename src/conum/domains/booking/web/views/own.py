"""A person's own booking, by the link or the code: see, move, cancel, put in a calendar (BOO-17, BOO-24, BOO-25)."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.domains.booking.enums import BookableBy, BookingState, WaitingState
from conum.domains.booking.models import Appointment, Registration, WaitingListEntry
from conum.domains.booking.operations import changes, registrations
from conum.domains.booking.operations.preferring import WAYS, choose_way
from conum.domains.booking.operations.refusals import SlotTaken
from conum.domains.booking.operations.telling import reach_of
from conum.domains.booking.parameters import USER_CANCEL_MIN, USER_MOVE_MIN
from conum.domains.booking.queries import links, notices
from conum.domains.booking.queries.calendar_files import invitation
from conum.domains.booking.queries.days import page_of_days
from conum.domains.booking.queries.wordings import Occasion
from conum.domains.booking.rules.booking import still_cancellable, still_movable
from conum.domains.booking.web.views.reading import read_day, read_instant
from conum.domains.booking.web.views.unsent import to_person, warn_person
from conum.kernel.errors import ConumError
from conum.kernel.web.views import Guarded, Page

ROWS = {
    links.Target.APPOINTMENT: Appointment.objects.select_related(
        "type", "place__commune__department", "contact", "organisation__commune__department"
    ),
    links.Target.REGISTRATION: Registration.objects.select_related(
        "workshop__type", "workshop__place__commune", "workshop__organisation", "contact"
    ),
    links.Target.WAITING: WaitingListEntry.objects.select_related(
        "workshop__place", "workshop__organisation", "type", "contact", "offered_place", "organisation"
    ),
}


class ByLink(Guarded):
    """Base of the pages behind a signed link: 404 unless we signed it and the row is there."""

    public = True

    @cached_property
    def opened(self) -> tuple[links.Target, Any]:
        """What the link opens."""
        found = links.read(self.kwargs["token"])
        row = ROWS[found[0]].filter(pk=found[1]).first() if found else None
        if found is None or row is None or row.contact.anonymised_at:
            raise Http404
        return found[0], row

    @property
    def row(self) -> Any:
        """The booking."""
        return self.opened[1]

    def here(self, name: str = "booking:link") -> str:
        """Return a page of this booking."""
        return reverse(name, args=[self.kwargs["token"]])


class ByBookingLink(ByLink):
    """Pages of an appointment or a registration; a wish in the waiting list has its own page."""

    @cached_property
    def notice(self) -> notices.Notice:
        """The booking in words."""
        if self.opened[0] == links.Target.WAITING:
            raise Http404
        return notices.notice_of(self.row)

    @property
    def kind(self) -> Any:
        """Its type."""
        return self.row.type if isinstance(self.row, Appointment) else self.row.workshop.type

    @property
    def may_cancel(self) -> bool:
        """Whether the person still may cancel on line."""
        hours = USER_CANCEL_MIN.on(localdate(self.now))
        allowed = still_cancellable(self.kind.cancellable_by_user, self.notice.start, hours, self.now)
        return self.row.state == BookingState.PLANNED and allowed

    @property
    def may_move(self) -> bool:
        """Whether the person still may move on line: an appointment only."""
        hours = USER_MOVE_MIN.on(localdate(self.now))
        allowed = still_movable(self.kind.reschedulable_by_user, self.notice.start, hours, self.now)
        return isinstance(self.row, Appointment) and self.row.state == BookingState.PLANNED and allowed

    @property
    def may_wait(self) -> bool:
        """Whether the person may ask for an earlier date: the type is open to all, not asked yet (BOO-34)."""
        if not isinstance(self.row, Appointment) or self.row.state != BookingState.PLANNED:
            return False
        open_to_all = self.kind.active and self.kind.bookable_by == BookableBy.EVERYONE
        asked = WaitingListEntry.objects.filter(
            appointment=self.row, state__in=(WaitingState.WAITING, WaitingState.OFFERED)
        )
        return open_to_all and self.row.starts_at > self.now and not asked.exists()


class Own(ByBookingLink, Page):
    """The booking: when, where, what one may still do."""

    template_name = "booking/own.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A wish in the waiting list opens its own page."""
        found = links.read(kwargs["token"])
        if found and found[0] == links.Target.WAITING:
            return HttpResponseRedirect(reverse("booking:offer", args=[kwargs["token"]]))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the booking, its code when it has just been made, and what is possible."""
        codes = self.request.session.get("booking_code", {})
        code, reach = codes.get(str(self.row.pk), ""), reach_of(self.row.contact)
        day = localdate(self.now)
        return super().get_context_data(
            notice=self.notice,
            row=self.row,
            kind=self.kind,
            code=f"{code[:3]} {code[3:]}" if code else "",
            coming=self.row.state == BookingState.PLANNED and self.notice.start > self.now,
            may_cancel=self.may_cancel,
            may_move=self.may_move,
            may_wait=self.may_wait,
            unreached=not reach.email and not reach.phone,
            unsent=to_person(self.row, Occasion.BOOKED, self.now) if code and not self.row.sequence else "",
            cancel_hours=USER_CANCEL_MIN.on(day),
            move_hours=USER_MOVE_MIN.on(day),
            **kwargs,
        )


class OwnFile(ByBookingLink):
    """The calendar file, always of the latest version."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return it."""
        event = self.notice.calendar_event()
        content, method = invitation(event, guest=self.row.contact.email), "CANCEL" if event.cancelled else "REQUEST"
        answer = HttpResponse(content, content_type=f"text/calendar; charset=utf-8; method={method}")
        answer["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
        answer["Cache-Control"] = "no-store"
        return answer


class OwnCancel(ByBookingLink, Page):
    """A page asks, a POST cancels."""

    template_name = "booking/own_cancel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the booking."""
        hours = USER_CANCEL_MIN.on(localdate(self.now))
        return super().get_context_data(
            notice=self.notice, may_cancel=self.may_cancel, hours=hours, back=self.here(), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel; too late, the page gives the phone number."""
        self.notice  # noqa: B018 – 404 for a wish in the waiting list
        try:
            self.cancel()
        except ConumError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Votre rendez-vous est annulé. Merci d'avoir prévenu."))
            self.row.refresh_from_db()
            warn_person(request, self.row, Occasion.EXCUSED, self.now)
        return HttpResponseRedirect(self.here())

    def cancel(self) -> None:
        """Cancel what the link opens."""
        if isinstance(self.row, Appointment):
            changes.cancel_by_person(appointment_id=self.row.pk, now=self.now)
        else:
            registrations.cancel_by_person(registration_id=self.row.pk, now=self.now)


class OwnMove(ByBookingLink, Page):
    """Other free times of the same type, and the same place; each is a button."""

    template_name = "booking/own_move.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give a page of days; its own time counts as free."""
        return super().get_context_data(
            notice=self.notice, may_move=self.may_move, hours=USER_MOVE_MIN.on(localdate(self.now)), back=self.here(),
            page=self._page() if self.may_move else None, object=self.kind, phone=self.notice.phone,
            last=self.now + timedelta(seconds=self.kind.max_delay), **kwargs,
        )  # fmt: skip

    def _page(self) -> Any:
        end = self.now + timedelta(seconds=self.kind.max_delay)
        places = [self.row.place_id] if self.row.place_id else None
        return page_of_days(
            self.kind,
            read_day(self.request.GET),
            self.notice.zone,
            self.now,
            end=end,
            place_ids=places,
            but=self.row.pk,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Move; a time that is gone brings back to the page, where the free ones are."""
        self.notice  # noqa: B018 – 404 for a wish in the waiting list
        starts_at = read_instant(request.POST)
        if starts_at is None or not isinstance(self.row, Appointment):
            return HttpResponseRedirect(self.here("booking:own_move"))
        try:
            changes.move(appointment_id=self.row.pk, starts_at=starts_at, now=self.now)
        except SlotTaken as taken:
            messages.error(request, taken.message)
            day = f"?jour={taken.slots[0].starts_at.date().isoformat()}" if taken.slots else ""
            return HttpResponseRedirect(f"{self.here('booking:own_move')}{day}")
        except ConumError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Votre rendez-vous est déplacé."))
            self.row.refresh_from_db()
            warn_person(request, self.row, Occasion.MOVED, self.now)
        return HttpResponseRedirect(self.here())


class OwnMessages(ByBookingLink):
    """Text messages or not, mails or not: a button each."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the choice."""
        self.notice  # noqa: B018 – 404 for a wish in the waiting list
        way = next((way for way in WAYS if request.POST.get(way) in ("oui", "non")), None)
        if way:
            wanted = request.POST[way] == "oui"
            choose_way(self.row.contact_id, way=way, wanted=wanted, now=self.now)
            messages.success(request, self.told(way, wanted))
        return HttpResponseRedirect(self.here())

    def told(self, way: str, wanted: bool) -> str:
        """Return what is answered."""
        if way == "sms":
            return _("Vous recevrez des SMS.") if wanted else _("Vous ne recevrez plus de SMS.")
        return _("Vous recevrez des courriels.") if wanted else _("Vous ne recevrez plus de courriels.")
