"""The candidate's own page: where the application stands, who is interested, and every choice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.files.queries import response
from conum.domains.recruitment.enums import CandidateState, ConsentKind
from conum.domains.recruitment.models import Candidate
from conum.domains.recruitment.operations import candidates, removals, shortlists
from conum.domains.recruitment.permissions import ANSWER_MATCH, OWN_APPLICATION, matches_visible_to
from conum.domains.recruitment.queries.own import application_of, data_of, matches_of
from conum.domains.recruitment.web.forms.application import CvForm, EditForm
from conum.domains.recruitment.web.forms.reasons import DeclineForm, OwnRemovalForm
from conum.domains.recruitment.web.views.fresh import (
    SESSION_KEY,
    check_fresh,
    code_field,
    recently_signed_in,
    send_fresh_code,
)
from conum.kernel.errors import ConumError
from conum.kernel.web.views import ActionPage, FormPage, ObjectFormPage, Page


class OwnPage:
    """For pages on the application of the person signed in."""

    permission = OWN_APPLICATION

    @property
    def candidate(self) -> Candidate:
        """The own application; 404 when there is none."""
        if not hasattr(self, "_candidate"):
            found = application_of(self.actor)
            if found is None:
                raise Http404
            self._candidate = found
        return self._candidate


class Own(OwnPage, Page):
    """Status, proposals and shortlists with their reasons."""

    template_name = "recruitment/own.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the application and what is alive or ended around it."""
        live, closed = matches_of(self.candidate, localdate(self.now))
        return super().get_context_data(
            candidate=self.candidate,
            live=live,
            closed=closed,
            available=self.candidate.state == CandidateState.AVAILABLE,
            **kwargs,
        )


class OwnEdit(OwnPage, FormPage):
    """Change place, radius, date, profile."""

    template_name = "recruitment/own_edit.html"
    form_class = EditForm
    success_url = reverse_lazy("recruitment:own")
    success_message = gettext_lazy("Votre candidature est à jour. Les propositions sont recalculées.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Fill the form with the application."""
        return super().get_form_kwargs() | {"now": self.now, "candidate": self.candidate}

    def perform(self, form: Any) -> None:
        """Save and match again."""
        candidates.update(self.candidate.pk, form.application(), self.actor, now=self.now)


class OwnAction(OwnPage, Page):
    """A button of the own page: POST does it and comes back."""

    http_method_names = ["post"]

    def perform(self) -> str:
        """Do it and return what is said."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it; a refusal is told on the page."""
        try:
            messages.success(request, self.perform())
        except ConumError as refusal:
            messages.error(request, refusal.message)
        return HttpResponseRedirect(reverse("recruitment:own"))


class OwnAvailability(OwnAction):
    """Pause or resume."""

    def perform(self) -> str:
        """Take `available=oui` or `non`."""
        available = self.request.POST.get("available") == "oui"
        candidates.set_available(self.candidate.pk, available, self.actor, now=self.now)
        if available:
            return _("Votre candidature est de nouveau visible des structures.")
        return _("Votre candidature est en pause : les structures ne la voient plus.")


class OwnConsent(OwnAction):
    """Give or withdraw visibility, or withdraw the sharing of Pix."""

    def perform(self) -> str:
        """Take `kind` and `given=oui` or `non`."""
        kind = self.request.POST.get("kind", "")
        given = self.request.POST.get("given") == "oui"
        if kind not in ConsentKind.values or (kind == ConsentKind.PIX and given):
            raise Http404
        candidates.set_consent(self.candidate.pk, kind, given, self.actor, now=self.now)
        return _("Votre choix est enregistré.")


class OwnCv(OwnPage, FormPage):
    """Put or replace the CV."""

    template_name = "recruitment/own_cv.html"
    form_class = CvForm
    success_url = reverse_lazy("recruitment:own")
    success_message = gettext_lazy("Votre CV est enregistré.")

    def perform(self, form: Any) -> None:
        """Keep the file, encrypted."""
        candidates.attach_cv(self.candidate.pk, form.cleaned_data["cv"], self.actor, now=self.now)


class OwnCvDownload(OwnPage, Page):
    """The own CV."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the clear file."""
        if self.candidate.cv is None:
            raise Http404
        return response(self.candidate.cv)


class OwnData(OwnPage, Page):
    """Everything kept about the candidate, as JSON."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with a file to keep."""
        answer = JsonResponse(data_of(self.candidate), json_dumps_params={"indent": 2, "ensure_ascii": False})
        answer["Content-Disposition"] = 'attachment; filename="ma-candidature.json"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class OwnRemove(OwnPage, FormPage):
    """Delete at once, with a reason, after signing in again: a code when the last sign-in is too old (REC-06)."""

    template_name = "recruitment/own_remove.html"
    form_class = OwnRemovalForm
    success_url = reverse_lazy("recruitment:removed")

    def get_form(self, form_class: Any = None) -> Any:
        """Ask for a code when the session is not fresh."""
        form = super().get_form(form_class)
        if not recently_signed_in(self.request):
            form.fields["code"] = code_field()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whether a code is needed, and was sent."""
        fresh, sent = recently_signed_in(self.request), SESSION_KEY in self.request.session
        return super().get_context_data(candidate=self.candidate, ready=fresh or sent, fresh=fresh, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a code, or delete."""
        if "send_code" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            send_fresh_code(request, self.now)
        except ConumError as refusal:
            messages.error(request, refusal.message)
        return HttpResponseRedirect(reverse("recruitment:own_remove"))

    def perform(self, form: Any) -> None:
        """Erase."""
        check_fresh(self.request, form.cleaned_data.get("code", ""), self.now)
        removals.remove_own(self.candidate.pk, form.cleaned_data["reason"], self.actor, now=self.now)


class Removed(Page):
    """The application is gone."""

    public = True
    template_name = "recruitment/removed.html"


class Agree(ActionPage):
    """Accept to be contacted."""

    permission = ANSWER_MATCH
    question = gettext_lazy("Accepter d'être contacté par cette structure ?")
    done = gettext_lazy("Votre réponse est envoyée à la structure.")

    def rows(self) -> Any:
        """The own matches."""
        return matches_visible_to(self.actor).select_related("need__host", "candidate")

    def perform(self) -> None:
        """Tell the host."""
        shortlists.agree(self.object.pk, self.actor, now=self.now)

    def back(self) -> str:
        """The own page."""
        return reverse("recruitment:own")


class Decline(ObjectFormPage):
    """Refuse a host, with a reason."""

    permission = ANSWER_MATCH
    template_name = "recruitment/decline.html"
    form_class = DeclineForm
    success_url = reverse_lazy("recruitment:own")
    success_message = gettext_lazy(
        "Votre refus est enregistré. Cette structure ne vous sera plus proposée avant trois mois."
    )

    def rows(self) -> Any:
        """The own matches."""
        return matches_visible_to(self.actor).select_related("need__host", "candidate")

    def perform(self, form: Any) -> None:
        """Close the match."""
        shortlists.decline(self.object.pk, form.cleaned_data["reason"], self.actor, now=self.now)
