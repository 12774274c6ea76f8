"""The end of the request form: send, come back later, be told of the opening."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.positions.operations.drafts import drop_draft, register_interest
from conum.domains.positions.operations.filing import file_request, filing_of, opening_day
from conum.domains.positions.queries import asking, links
from conum.domains.positions.web.forms import ask as steps
from conum.domains.positions.web.views.ask import (
    DRAFT_LIFE,
    LAST_TITLE,
    ORDER,
    draft_of,
    first_missing,
    remember,
    step_path,
)
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.views import FormPage, Page


class Send(FormPage):
    """The summary and the last button; an anonymous visitor answers the challenge."""

    public = True
    template_name = "positions/ask/send.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only a complete draft is sent; attempts are limited per network."""
        self.draft = draft_of(request)
        missing = first_missing(self.draft.answers if self.draft else {})
        if missing != "envoi":
            return HttpResponseRedirect(step_path(missing))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ten requests an hour from one network are enough for an honest office."""
        if not allow(f"host-request:{network(request)}", limit=10, window=timedelta(hours=1), now=self.now):
            return too_many(request)
        return super().post(request, *args, **kwargs)

    def get_form_class(self) -> type[Any]:
        """The challenge is for visitors without account."""
        return steps.Send if self.actor else steps.SendAnonymously

    def get_form_kwargs(self) -> dict[str, Any]:
        """The challenge needs the instant."""
        given = super().get_form_kwargs()
        return given if self.actor else {**given, "now": self.now}

    def perform(self, form: Any) -> Any:
        """File the request and drop the draft."""
        assert self.draft is not None
        made = file_request(filing_of(self.draft.answers), actor=self.actor, now=self.now)  # type: ignore[arg-type]
        drop_draft(self.draft.pk)
        return made

    def get_success_url(self) -> str:
        """A confirmed request is shown; otherwise the same page whatever happened (POS-08)."""
        if self.result is not None and self.result.confirmed_at:
            messages.success(self.request, _("Votre demande est enregistrée."))
            return reverse("positions:request", args=[self.result.pk])
        return reverse("positions:ask_sent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything that was answered, with the way back to each step."""
        assert self.draft is not None
        return super().get_context_data(
            sections=asking.summary(self.draft.answers), number=len(ORDER), total=len(ORDER), step_title=LAST_TITLE,
            previous=step_path("engagements"), **kwargs,
        )  # fmt: skip


class Sent(Page):
    """The same words for everybody (POS-08)."""

    public = True
    template_name = "positions/ask/sent.html"


class Kept(Page):
    """The draft is kept: its link, to come back from any device."""

    public = True
    template_name = "positions/ask/kept.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the link."""
        draft = draft_of(self.request)
        if draft is None:
            raise Http404
        path = reverse("positions:ask_resume", args=[links.token(draft.pk, links.DRAFT)])
        return super().get_context_data(
            link=self.request.build_absolute_uri(path), back=step_path(first_missing(draft.answers)),
            days=DRAFT_LIFE.days, **kwargs,
        )  # fmt: skip


class Resume(Page):
    """Opens a draft by its signed link, or one's own draft once signed in."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Give this browser the draft and go to the first step not filled."""
        found = links.read(kwargs["token"], links.DRAFT, DRAFT_LIFE)
        draft = asking.draft(found, self.actor.person_id if self.actor else None) if found else None
        if draft is None:
            raise Http404
        response = HttpResponseRedirect(step_path(first_missing(draft.answers)))
        remember(response, draft.pk, request.is_secure())
        return response


class InterestPage(FormPage):
    """To be told of the opening date."""

    public = True
    template_name = "positions/ask/interest.html"
    form_class = steps.Interest
    success_message: ClassVar[str] = gettext_lazy("C'est noté : nous vous préviendrons à l'ouverture.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The challenge needs the instant."""
        return {**super().get_form_kwargs(), "now": self.now}

    def perform(self, form: Any) -> None:
        """Remember the address."""
        data = form.cleaned_data
        register_interest(data["email"], data["organisation_name"], self.kwargs["employer_class"], now=self.now)

    def get_success_url(self) -> str:
        """Back to the first page."""
        return reverse("positions:ask_start")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the date."""
        opens = opening_day(self.kwargs["employer_class"], timezone.localdate(self.now))
        return super().get_context_data(opens=opens, **kwargs)
