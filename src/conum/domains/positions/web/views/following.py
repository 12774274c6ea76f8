"""Pages of the applicant reached by a signed link: confirm, follow, withdraw."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.positions import parameters
from conum.domains.positions.models import HostRequest
from conum.domains.positions.operations.requests import confirm, withdraw
from conum.domains.positions.queries import links
from conum.domains.positions.queries.requests import followed
from conum.domains.positions.web.forms.requests import WithdrawForm
from conum.domains.positions.workflow import REQUESTS
from conum.kernel.errors import ConumError
from conum.kernel.web.views import FormPage, Page


class ByLink:
    """For pages whose address carries a signed token of a request."""

    purpose = links.FOLLOW

    def life(self) -> timedelta:
        """How long the link lives."""
        return links.FOLLOW_LIFE

    @property
    def request_followed(self) -> HostRequest:
        """The request of the link; 404 when it is forged, too old, or the request is gone."""
        if not hasattr(self, "_followed"):
            found = links.read(self.kwargs["token"], self.purpose, self.life())  # type: ignore[attr-defined]
            self._followed = followed().filter(pk=found).first() if found else None
        if self._followed is None:
            raise Http404
        return self._followed


class Confirm(ByLink, Page):
    """GET shows what is confirmed; POST confirms: a mail scanner that opens links confirms nothing."""

    public = True
    purpose = links.CONFIRM
    template_name = "positions/follow/confirm.html"

    def life(self) -> timedelta:
        """POS-07."""
        return timedelta(days=parameters.EMAIL_CONFIRM_DAYS.on(timezone.localdate(self.now)))  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the request."""
        return super().get_context_data(object=self.request_followed, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm and go to the follow-up page; a refusal is told on this page."""
        try:
            confirmed = confirm(self.request_followed.pk, now=self.now)
        except ConumError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(request.path)
        messages.success(request, _("Votre demande est confirmée et transmise à la préfecture."))
        return HttpResponseRedirect(follow_path(confirmed))


class Follow(ByLink, Page):
    """Where the request stands: timeline, opinion, decision, withdrawal."""

    public = True
    template_name = "positions/follow/follow.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the request and what its applicant may still do."""
        found = self.request_followed
        may = {transition.name for transition in REQUESTS.from_state(found.state)}
        path = reverse("positions:follow_withdraw", args=[self.kwargs["token"]])
        return super().get_context_data(
            object=found, steps=found.steps.all(), withdraw=path if "withdraw" in may else "", **kwargs
        )


class FollowWithdraw(ByLink, FormPage):
    """Withdraw, after a confirmation page."""

    public = True
    template_name = "positions/follow/withdraw.html"
    form_class = WithdrawForm
    success_message = gettext_lazy("Votre demande est abandonnée.")

    def perform(self, form: Any) -> None:
        """Withdraw in the name of the holder of the link."""
        withdraw(self.request_followed.pk, actor=None, now=self.now, reason=form.cleaned_data["reason"])

    def get_success_url(self) -> str:
        """Back to the follow-up page."""
        return reverse("positions:follow", args=[self.kwargs["token"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the request."""
        return super().get_context_data(object=self.request_followed, back=self.get_success_url(), **kwargs)


def follow_path(request: HostRequest) -> str:
    """Return the signed address of the follow-up page."""
    return reverse("positions:follow", args=[links.token(request.pk, links.FOLLOW)])
