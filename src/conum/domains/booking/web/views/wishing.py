"""Waiting for an appointment: of a type that is full, or earlier than the one held (BOO-30, BOO-34)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from conum.domains.booking.enums import BookableBy, CreatorKind
from conum.domains.booking.models import Appointment
from conum.domains.booking.operations.asking import wish_and_tell
from conum.domains.booking.operations.contacts import Who
from conum.domains.booking.queries import links
from conum.domains.booking.queries.notices import address_words, phone_of
from conum.domains.booking.web.forms.people import PublicWishForm, WishForm
from conum.domains.booking.web.views.asking import HOUR, PER_HOUR, who_in
from conum.domains.booking.web.views.choosing import ForType
from conum.domains.booking.web.views.own import ByBookingLink
from conum.domains.booking.web.views.unsent import warn_wish
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.views import FormPage


class Wish(FormPage):
    """Base of the two pages: a wish is kept and confirmed, then one goes to its page."""

    template_name = "booking/wish.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the attempts of a network."""
        if not allow(f"booking:{network(request)}", PER_HOUR, HOUR, self.now):
            return too_many(request)
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Go to the page of the wish."""
        warn_wish(self.request, self.result.entry, self.now)
        return reverse("booking:offer", args=[links.token(links.Target.WAITING, self.result.entry.pk)])


class WishForType(ForType, Wish):
    """Wait for a type that has no free date, or none that suits; at one place when the address says `?lieu=`."""

    form_class = PublicWishForm

    def rows(self) -> Any:
        """Types everybody may book."""
        return super().rows().filter(bookable_by=BookableBy.EVERYONE)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the type and the instant."""
        self.object  # noqa: B018 – 404 for an unknown type
        return {**super().get_form_kwargs(), "kind": self.object, "now": self.now}

    def perform(self, form: Any) -> Any:
        """Ask."""
        return wish_and_tell(
            type_id=self.object.pk,
            who=who_in(form),
            by=CreatorKind.CITIZEN,
            wishes=form.wishes(places=[self.place.pk] if self.place else ()),
            idempotency_key=form.cleaned_data["key"],
            now=self.now,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what is waited for."""
        phone = phone_of(self.place, self.object.organisation)
        return super().get_context_data(address=address_words(self.place), phone=phone, what=self.object.name, **kwargs)


class WishEarlier(ByBookingLink, Wish):
    """Wait for an earlier date than the appointment of the link, kept until a place is accepted (BOO-34)."""

    form_class = WishForm

    @cached_property
    def appointment(self) -> Appointment:
        """The appointment; 404 for a workshop, and when everybody may not book its type."""
        if not self.may_wait:
            raise Http404
        return self.row  # type: ignore[no-any-return]

    def perform(self, form: Any) -> Any:
        """Ask, for the same person and place."""
        held = self.appointment
        names = ("first_name", "last_name", "phone", "email", "language", "address", "sms_refused", "beneficiary_id")
        return wish_and_tell(
            type_id=held.type_id,
            who=Who(**{name: getattr(held.contact, name) for name in names}),
            by=CreatorKind.CITIZEN,
            wishes=form.wishes(places=[held.place_id] if held.place_id else ()),
            appointment_id=held.pk,
            now=self.now,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what is held."""
        self.appointment  # noqa: B018 – 404 for what cannot be earlier
        notice = self.notice
        return super().get_context_data(
            address=notice.where, phone=notice.phone, what=notice.title, when=notice.when, back=self.here(), **kwargs
        )
