"""Professionals book for anyone: type, time, person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.domains.booking.enums import Audience, CreatorKind
from conum.domains.booking.models import Contact
from conum.domains.booking.operations.asking import book_and_tell
from conum.domains.booking.operations.refusals import SlotTaken
from conum.domains.booking.permissions import BOOK, appointments_visible_to, types_visible_to
from conum.domains.booking.queries.days import page_of_days
from conum.domains.booking.queries.notices import moment_words, zone_of
from conum.domains.booking.queries.wordings import Occasion
from conum.domains.booking.web.forms.staff import StaffPersonForm
from conum.domains.booking.web.views.asking import who_in
from conum.domains.booking.web.views.reading import read_day, read_instant, read_uuid
from conum.domains.booking.web.views.unsent import warn_staff
from conum.kernel.web.views import DetailPage, ObjectFormPage, Page


class StaffTypes(Page):
    """The types of the organisation."""

    permission = BOOK
    template_name = "booking/staff_types.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give those in use."""
        kinds = types_visible_to(self.actor).filter(active=True, kind="individual")
        return super().get_context_data(kinds=kinds, **kwargs)


class OnType:
    """One type of the organisation."""

    permission = BOOK

    def rows(self) -> Any:
        """Those in use."""
        related = "organisation__commune__department"
        kinds = types_visible_to(self.actor).filter(active=True, kind="individual")  # type: ignore[attr-defined]
        return kinds.select_related(related)

    @property
    def zone(self) -> str:
        """Zone of the organisation."""
        return zone_of(None, self.object.organisation)  # type: ignore[attr-defined]


class StaffSlots(OnType, DetailPage):
    """Free times, as staff see them: all to come, whoever may book."""

    permission = BOOK
    template_name = "booking/staff_slots.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give a page of days."""
        end = self.now + timedelta(days=180)
        day = read_day(self.request.GET)
        page = page_of_days(self.object, day, self.zone, self.now, end=end, audience=Audience.STAFF)
        return super().get_context_data(page=page, last=end, **kwargs)


class StaffAsk(OnType, ObjectFormPage):
    """Who comes; somebody met before is found by name or phone and fills the form."""

    permission = BOOK
    template_name = "booking/staff_ask.html"
    form_class = StaffPersonForm
    taken: tuple[Any, ...] = ()
    success_message = _("Le rendez-vous est pris.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the time chosen before."""
        super().setup(request, *args, **kwargs)
        self.starts_at = read_instant(request.GET)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without a time, go and choose one."""
        self.object  # noqa: B018 – 404 for a type of elsewhere
        if self.starts_at is None:
            return HttpResponseRedirect(reverse("booking:staff_types"))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without a time, go and choose one."""
        self.object  # noqa: B018 – 404 for a type of elsewhere
        if self.starts_at is None:
            return HttpResponseRedirect(reverse("booking:staff_types"))
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the type."""
        return {**super().get_form_kwargs(), "kind": self.object}

    def get_initial(self) -> dict[str, Any]:
        """Fill in somebody found among one's own bookings."""
        chosen = read_uuid(self.request.GET, "personne")
        found = self.known().filter(pk=chosen).first() if chosen else None
        names = ("first_name", "last_name", "phone", "email", "address")
        return {name: getattr(found, name) for name in names} if found else {}

    def known(self) -> Any:
        """Contacts of the appointments the actor sees."""
        seen = appointments_visible_to(self.actor).values("contact")
        return Contact.objects.filter(pk__in=seen, anonymised_at=None)

    def found(self) -> Any:
        """Those whose name or phone matches `q`, once each."""
        sought = self.request.GET.get("q", "").replace("\x00", "").strip()[:80]
        if len(sought) < 2:
            return ()
        digits = "".join(sign for sign in sought if sign.isdigit()).lstrip("0")
        rows = self.known().filter(last_name__icontains=sought) | self.known().filter(first_name__icontains=sought)
        if len(digits) >= 4:
            rows |= self.known().filter(phone__contains=digits)
        once = {row.person_key: row for row in rows.order_by("created_at")[:200]}
        return list(once.values())[:10]

    def perform(self, form: Any) -> Any:
        """Book and confirm."""
        return book_and_tell(
            type_id=self.object.pk,
            starts_at=self.starts_at,
            place_id=read_uuid(self.request.GET, "lieu"),
            who=who_in(form),
            by=CreatorKind.STAFF,
            actor=self.actor,
            context=form.cleaned_data["context"],
            idempotency_key=form.cleaned_data["key"],
            now=self.now,
        )

    def refuse(self, form: Any, refusal: Any) -> HttpResponse:
        """A time that is gone brings the nearest five."""
        if isinstance(refusal, SlotTaken):
            self.taken = refusal.slots
        return super().refuse(form, refusal)

    def get_success_url(self) -> str:
        """Its page, where one reads what did not leave."""
        warn_staff(self.request, [self.result.appointment], Occasion.BOOKED, now=self.now)
        return reverse("booking:appointment", args=[self.result.appointment.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give when, and who was found."""
        return super().get_context_data(
            when=moment_words(self.starts_at, self.zone) if self.starts_at else "",
            others=[(moment_words(slot.starts_at, self.zone), slot) for slot in self.taken],
            found=self.found(),
            q=self.request.GET.get("q", ""),
            query=self.request.GET,
            **kwargs,
        )
