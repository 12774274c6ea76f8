"""Pages of the issuer reached by a signed link: confirm, follow, write, change, agree, close."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.mandates import parameters
from conum.domains.mandates.models import AccreditationRequest
from conum.domains.mandates.operations import requests as operations
from conum.domains.mandates.queries import links
from conum.domains.mandates.queries.requests import followed
from conum.domains.mandates.web.forms.ask import CloseForm, MessageForm
from conum.domains.mandates.web.views.ask_draft import first_missing, remember, step_path
from conum.domains.mandates.workflow import REQUESTS
from conum.kernel.errors import ConumError
from conum.kernel.ui import forms
from conum.kernel.web.views import FormPage, Guarded, Page


class Confirm(Page):
    """GET shows what is confirmed; POST confirms: a mail scanner that opens links confirms nothing."""

    public = True
    template_name = "mandates/follow/confirm.html"

    @property
    def draft(self) -> AccreditationRequest:
        """The application of the link; 404 when it is forged, too old, or gone."""
        life = timedelta(days=parameters.EMAIL_CONFIRM_DAYS.on(localdate(self.now)))
        found = links.read(self.kwargs["token"], links.CONFIRM, life)
        row = AccreditationRequest.objects.filter(pk=found).first() if found else None
        if row is None:
            raise Http404
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the application."""
        return super().get_context_data(object=self.draft, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm; then follow an application that was sent, or go on with the draft."""
        try:
            found = operations.confirm_address(self.draft.pk, now=self.now)
        except ConumError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(request.path)
        messages.success(request, _("Votre adresse est confirmée."))
        if found.state != "draft":
            return HttpResponseRedirect(follow_path(found))
        response = HttpResponseRedirect(step_path(first_missing(found.answers)))
        remember(response, found.pk, request.is_secure())
        return response


class ByLink(Guarded):
    """For pages whose address carries the follow-up token of an application."""

    public = True

    @property
    def object(self) -> AccreditationRequest:
        """The application of the link; 404 when it is forged, too old, or gone."""
        if not hasattr(self, "_followed"):
            found = links.read(self.kwargs["token"], links.FOLLOW, links.FOLLOW_LIFE)
            self._followed = followed().filter(pk=found).first() if found else None
        if self._followed is None:
            raise Http404
        return self._followed

    def possible(self) -> set[str]:
        """What the issuer may do now."""
        names = {transition.name for transition in REQUESTS.from_state(self.object.state)}
        return names & {"answer", "agree", "close"}


class Follow(ByLink, Page):
    """Where the application stands: exchange, decision, what the issuer may do."""

    template_name = "mandates/follow/follow.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the application and the actions."""
        removed = self.object.proposal.get("removed", [])
        return super().get_context_data(
            object=self.object, possible=self.possible(),
            proposed=[person for person in self.object.people.all() if person.email in removed], **kwargs,
        )  # fmt: skip


class _OnFollowed(ByLink, FormPage):
    template_name = "mandates/follow/form.html"
    title: Any = ""
    submit: Any = gettext_lazy("Envoyer")
    lead: Any = ""
    needs = "close"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What is no longer possible goes back to the follow-up page."""
        if self.needs not in self.possible():
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Back to the follow-up page."""
        return reverse("mandates:follow", args=[self.kwargs["token"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the words of the page."""
        return super().get_context_data(
            object=self.object, title=self.title, submit=self.submit, lead=self.lead, back=self.get_success_url(),
            **kwargs,
        )  # fmt: skip


class Message(_OnFollowed):
    """Write to the administration."""

    form_class = MessageForm
    title = gettext_lazy("Écrire à l'administration")
    success_message = gettext_lazy("Votre message est envoyé.")

    def perform(self, form: Any) -> Any:
        """Write."""
        return operations.write_message(self.object.pk, form.cleaned_data["body"], now=self.now)


class Agree(_OnFollowed):
    """Accept the changes proposed."""

    form_class = forms.Form
    needs = "agree"
    title = gettext_lazy("Accepter les modifications proposées")
    submit = gettext_lazy("Accepter")
    success_message = gettext_lazy("Les modifications sont faites ; la demande est de nouveau examinée.")

    def perform(self, form: Any) -> Any:
        """Accept."""
        return operations.agree(self.object.pk, now=self.now)


class Close(_OnFollowed):
    """Give the application up."""

    form_class = CloseForm
    title = gettext_lazy("Abandonner la demande")
    submit = gettext_lazy("Abandonner")
    lead = gettext_lazy("La demande ne sera plus examinée. Vous pourrez en faire une autre.")
    success_message = gettext_lazy("Votre demande est close.")

    def perform(self, form: Any) -> Any:
        """Close."""
        return operations.close(self.object.pk, form.cleaned_data["reason"], now=self.now)


class Edit(ByLink):
    """Open the steps again, while changes are asked for or proposed (POST only: a link changes nothing)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give this browser the application and go to its first step."""
        if "answer" not in self.possible():
            raise Http404
        response = HttpResponseRedirect(step_path("demandeur"))
        remember(response, self.object.pk, request.is_secure())
        return response


def follow_path(request: AccreditationRequest) -> str:
    """Return the signed address of the follow-up page."""
    return reverse("mandates:follow", args=[links.token(request.pk, links.FOLLOW)])
