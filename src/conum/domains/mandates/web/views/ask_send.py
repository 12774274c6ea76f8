"""The summary of the application, and its sending."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from conum.domains.mandates.operations.requests import send
from conum.domains.mandates.queries import asking, links
from conum.domains.mandates.web.forms import ask as steps
from conum.domains.mandates.web.views.ask_draft import LAST_TITLE, ORDER, draft_of, first_missing, step_path
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.views import FormPage, Page


class Send(FormPage):
    """The summary and the last button; an anonymous visitor answers the challenge."""

    public = True
    template_name = "mandates/ask/send.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only a complete draft is sent."""
        self.draft = draft_of(request)
        missing = first_missing(self.draft.answers if self.draft else {})
        if missing != "envoi":
            return HttpResponseRedirect(step_path(missing))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ten an hour from one network are enough for an honest office."""
        if not allow(f"accreditation-send:{network(request)}", limit=10, window=timedelta(hours=1), now=self.now):
            return too_many(request)
        return super().post(request, *args, **kwargs)

    def _known(self) -> bool:
        return self.actor is not None or bool(self.draft and self.draft.confirmed_at)

    def get_form_class(self) -> type[Any]:
        """The challenge is for visitors whose address is not confirmed yet."""
        return steps.Send if self._known() else steps.SendAnonymously

    def get_form_kwargs(self) -> dict[str, Any]:
        """The challenge needs the instant."""
        given = super().get_form_kwargs()
        return given if self._known() else {**given, "now": self.now}

    def perform(self, form: Any) -> Any:
        """Send."""
        assert self.draft is not None
        return send(self.draft.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """To the follow-up page once submitted, else to the words about the mail."""
        if self.result.submitted_at and self.result.state == "submitted":
            messages.success(self.request, _("Votre demande est déposée."))
            return reverse("mandates:follow", args=[links.token(self.result.pk, links.FOLLOW)])
        return reverse("mandates:ask_sent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything that was answered, with the way back to each step."""
        assert self.draft is not None
        return super().get_context_data(
            sections=asking.summary(self.draft.answers), number=len(ORDER), total=len(ORDER), step_title=LAST_TITLE,
            previous=step_path("engagements"), confirmed=self.draft.confirmed_at, **kwargs,
        )  # fmt: skip


class Sent(Page):
    """The mail waits."""

    public = True
    template_name = "mandates/ask/sent.html"
