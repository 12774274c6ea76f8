"""Applying: the form, the answer, the confirmation of the e-mail, the survey."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from conum.domains.recruitment.operations import candidates, surveys
from conum.domains.recruitment.web.forms.application import ApplyForm
from conum.kernel.errors import ConumError
from conum.kernel.web.views import FormPage, Page


class Apply(FormPage):
    """One page, no account: about five minutes on a phone."""

    public = True
    template_name = "recruitment/apply.html"
    form_class = ApplyForm
    success_url = reverse_lazy("recruitment:applied")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the instant: shortcuts and the question depend on it."""
        return super().get_form_kwargs() | {"now": self.now}

    def perform(self, form: Any) -> None:
        """Keep the application until the address is confirmed."""
        candidates.apply(form.application(), now=self.now, cv=form.cleaned_data["cv"])


class Applied(Page):
    """The same answer whether the address is known or not."""

    public = True
    template_name = "recruitment/applied.html"


class Confirm(Page):
    """The page of the confirmation link: a button confirms, so that mail scanners do not."""

    public = True
    template_name = "recruitment/confirm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say at once when the link is dead."""
        if "refusal" in kwargs:
            return super().get_context_data(**kwargs)
        try:
            found = candidates.to_confirm(self.kwargs["token"], now=self.now)
        except ConumError as refusal:
            return super().get_context_data(refusal=refusal.message, **kwargs)
        return super().get_context_data(first_name=found.first_name, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm, then show where to sign in."""
        try:
            candidates.confirm(self.kwargs["token"], now=self.now)
        except ConumError as refusal:
            return self.render_to_response(self.get_context_data(refusal=refusal.message), status=422)
        return HttpResponseRedirect(reverse("recruitment:confirmed"))


class Confirmed(Page):
    """The application is visible; what comes next."""

    public = True
    template_name = "recruitment/confirmed.html"


class Survey(Page):
    """Still available? Two buttons, no sign-in."""

    public = True
    template_name = "recruitment/survey.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the answer of the button."""
        available = request.POST.get("available") == "oui"
        try:
            surveys.answer_survey(self.kwargs["token"], available, now=self.now)
        except ConumError as refusal:
            return self.render_to_response(self.get_context_data(refusal=refusal.message), status=422)
        said = (
            _("Merci. Votre candidature reste visible.") if available else _("Merci. Votre candidature est en pause.")
        )
        messages.success(request, said)
        return HttpResponseRedirect(reverse("recruitment:apply"))
