"""Who comes, then the booking is made: no account, no password (BOO-17)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from conum.domains.booking.enums import CreatorKind
from conum.domains.booking.operations.asking import book_and_tell
from conum.domains.booking.operations.contacts import ReferrerDetails, Who
from conum.domains.booking.operations.refusals import SlotTaken
from conum.domains.booking.queries import links
from conum.domains.booking.queries.notices import address_words, moment_words, phone_of
from conum.domains.booking.web.forms.people import FOR_WHOM, REFERRER, SELF, PublicPersonForm
from conum.domains.booking.web.views.choosing import ForType
from conum.domains.booking.web.views.reading import read_instant
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.views import FormPage

PER_HOUR = 30  # bookings sent by one network: a library or a town hall books for many
HOUR = timedelta(hours=1)


def who_in(form: Any) -> Who:
    """Return the person of a checked form."""
    given = form.cleaned_data
    return Who(
        first_name=given["first_name"],
        last_name=given["last_name"],
        phone=given["phone"],
        email=given["email"],
        address=given.get("address", ""),
        needs=form.needs,
        language=(get_language() or "fr")[:2],
        sms_refused=given.get("sms_refused", False),
    )


def referrer_in(form: Any) -> ReferrerDetails | None:
    """Return who sends the person, None when nobody does."""
    if form.whom != REFERRER:
        return None
    given = form.cleaned_data
    return ReferrerDetails(
        given["referrer_first_name"],
        given["referrer_last_name"],
        given["referrer_organisation"],
        given["referrer_email"],
    )


class Ask(ForType, FormPage):
    """The form; « just taken » shows it again with the nearest five, everything typed kept."""

    template_name = "booking/ask.html"
    form_class = PublicPersonForm
    taken: tuple[Any, ...] = ()
    extra_context: ClassVar = {"choices": FOR_WHOM}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A time is chosen before."""
        self.starts_at = read_instant(request.GET)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Without a time, go and choose one."""
        self.object  # noqa: B018 – 404 for an unknown type
        if self.starts_at is None:
            return HttpResponseRedirect(self.address("booking:slots"))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the attempts of a network."""
        if self.starts_at is None:
            raise Http404
        if not allow(f"booking:{network(request)}", PER_HOUR, HOUR, self.now):
            return too_many(request)
        return super().post(request, *args, **kwargs)

    @property
    def whom(self) -> str:
        """For whom one books; a type kept for referrers is booked by them only."""
        if self.object.bookable_by != "everyone":
            return REFERRER
        asked = self.request.GET.get("pour", SELF)
        return asked if asked in dict(FOR_WHOM) else SELF

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the type, for whom, and the instant."""
        return {**super().get_form_kwargs(), "kind": self.object, "whom": self.whom, "now": self.now}

    def perform(self, form: Any) -> Any:
        """Book and confirm."""
        return book_and_tell(
            type_id=self.object.pk,
            starts_at=self.starts_at,
            place_id=self.place.pk if self.place else None,
            who=who_in(form),
            by=CreatorKind.REFERRER if form.whom == REFERRER else CreatorKind.CITIZEN,
            referrer=referrer_in(form),
            idempotency_key=form.cleaned_data["key"],
            now=self.now,
        )

    def refuse(self, form: Any, refusal: Any) -> HttpResponse:
        """A slot that is gone brings the nearest five, where the same form goes on."""
        if isinstance(refusal, SlotTaken):
            self.taken = refusal.slots
            self.gone = refusal.message
        return super().refuse(form, refusal)

    def get_success_url(self) -> str:
        """Go to the page of the appointment, with its code shown once."""
        row = self.result.appointment
        if self.result.code:
            self.request.session["booking_code"] = {str(row.pk): self.result.code}
        return reverse("booking:link", args=[links.token(links.Target.APPOINTMENT, row.pk)])

    def address(self, name: str, **more: str) -> str:
        """Return a page of this type with what is chosen so far."""
        query = {"lieu": str(self.place.pk)} if self.place else {}
        return f"{reverse(name, args=[self.object.pk])}?{urlencode({**query, **more})}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what is being booked, and the nearest slots when it was taken."""
        start = self.starts_at.isoformat() if self.starts_at else ""
        tabs = [(label, self.address("booking:ask", debut=start, pour=code)) for code, label in FOR_WHOM]
        return super().get_context_data(
            place=self.place,
            address=address_words(self.place),
            phone=phone_of(self.place, self.object.organisation),
            when=moment_words(self.starts_at, self.zone) if self.starts_at else "",
            tabs=tabs if self.object.bookable_by == "everyone" else (),
            whom=self.whom,
            change=self.address("booking:slots"),
            gone=getattr(self, "gone", ""),
            others=[self._other(slot) for slot in self.taken],
            **kwargs,
        )

    def _other(self, slot: Any) -> tuple[str, str]:
        """A button that sends the same form for another time."""
        query = {"debut": slot.starts_at.isoformat(), "pour": self.whom}
        if slot.place_id:
            query["lieu"] = str(slot.place_id)
        return moment_words(
            slot.starts_at, self.zone
        ), f"{reverse('booking:ask', args=[self.object.pk])}?{urlencode(query)}"
