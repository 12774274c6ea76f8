"""One step of the application; the draft is kept at each, without an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from conum.commons.territories.models import Commune
from conum.commons.territories.queries import current_code
from conum.domains.mandates.operations.requests import save_step
from conum.domains.mandates.queries import asking
from conum.domains.mandates.web.forms import ask as steps
from conum.domains.mandates.web.views.ask_draft import (
    LAST_TITLE,
    ORDER,
    STEPS,
    draft_of,
    first_missing,
    remember,
    step_path,
)
from conum.domains.positions.queries.directory import asked, closed_sentence
from conum.kernel.errors import ConumError
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.views import FormPage


class Ask(FormPage):
    """One step; the address names it."""

    public = True
    template_name = "mandates/ask/step.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send back to the first step that is not filled."""
        self.step = kwargs["step"]
        if self.step not in STEPS:
            raise Http404
        self.draft = draft_of(request)
        self.answers: dict[str, Any] = self.draft.answers if self.draft else {}
        missing = first_missing(self.answers)
        if ORDER.index(self.step) > ORDER.index(missing):
            return HttpResponseRedirect(step_path(missing))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """At the step of the helpers: take somebody out, or go on once somebody helps."""
        if not self.draft and not allow(f"accreditation:{network(request)}", 20, timedelta(hours=1), self.now):
            return too_many(request)
        if self.step == "aidants" and "remove" in request.POST:
            return self._remove(request.POST["remove"])
        if self.step == "aidants" and self._goes_on():
            return self._keep({"done": self._done()}, self._next())
        return super().post(request, *args, **kwargs)

    def _goes_on(self) -> bool:
        """Nothing typed, and somebody helps already."""
        typed = any(self.request.POST.get(name, "").strip() for name in ("first_name", "last_name", "email"))
        return not typed and any(person["part"] == "helper" for person in asking.people_of(self.answers))

    def get_form_class(self) -> type[steps.Step]:
        """The form of this step."""
        return STEPS[self.step][1]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Fill the form with the draft; somebody to add is always new."""
        initial = {} if self.step == "aidants" else self.answers
        return {**super().get_form_kwargs(), "initial": initial, "answers": self.answers}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the answers and go on."""
        answers = {name: _plain(value) for name, value in form.cleaned_data.items()}
        if self.step == "aidants":
            people = [*self.answers.get("people", []), answers]
            return self._keep({"people": people, "done": self._done()}, self.request.path)
        if self.step == "structure":
            try:
                answers |= self._looked_up(answers)
            except ConumError as refusal:
                return self.refuse(form, refusal)
        return self._keep({**answers, "done": self._done()}, self._next())

    def _looked_up(self, answers: dict[str, Any]) -> dict[str, Any]:
        number = answers["siret"] or answers["ridet"]
        if number == self.answers.get("legal_found"):
            return {}
        found = asked(answers["siret"]) if answers["siret"] else None
        if found is None:
            return {"legal_found": number, "to_check": True, "legal_category": "", "latitude": None, "longitude": None}
        if found.closed:
            raise ConumError(closed_sentence(found), field="siret")
        return {
            "legal_found": number,
            "to_check": False,
            "name": found.name,
            "address": found.address,
            "commune": (current_code(found.commune) if found.commune else None) or "",
            "legal_category": found.legal_category,
            "latitude": found.latitude,
            "longitude": found.longitude,
            "rna": found.rna,
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        """To continue later, what is right in the step is kept; the step stays to be finished."""
        if "draft" not in self.request.POST or self.step == "aidants":
            return super().form_invalid(form)
        answers = {name: _plain(value) for name, value in form.cleaned_data.items() if name not in form.errors}
        return self._keep({**answers, "done": [step for step in self._done() if step != self.step]}, self._next())

    def _remove(self, email: str) -> HttpResponse:
        people = [person for person in self.answers.get("people", []) if person["email"] != email]
        return self._keep({"people": people}, self.request.path)

    def _done(self) -> list[str]:
        return sorted({*self.answers.get("done", []), self.step})

    def _keep(self, answers: dict[str, Any], going: str) -> HttpResponse:
        actor: Any = self.actor
        draft = save_step(self.draft.pk if self.draft else None, self.step, answers, actor=actor, now=self.now)
        response = HttpResponseRedirect(going)
        remember(response, draft.pk, self.request.is_secure())
        return response

    def _next(self) -> str:
        if "draft" in self.request.POST:
            return reverse("mandates:ask_kept")
        return step_path(ORDER[ORDER.index(self.step) + 1])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the stepper and what the step shows above its fields."""
        number = ORDER.index(self.step)
        titles = [title for title, _form in STEPS.values()] + [LAST_TITLE]
        return super().get_context_data(
            step=self.step, number=number + 1, total=len(ORDER), step_title=titles[number],
            next_title=titles[number + 1], previous=step_path(ORDER[number - 1]) if number else "",
            answers=self.answers, people=self.answers.get("people", []), **kwargs,
        )  # fmt: skip


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Commune) else value
