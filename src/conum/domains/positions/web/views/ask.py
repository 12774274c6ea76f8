"""The host request form, step by step; the draft is kept at each step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.accounts.enums import Role
from conum.commons.territories.models import Commune
from conum.domains.positions import parameters
from conum.domains.positions.models import HostRequestDraft
from conum.domains.positions.operations.drafts import save_draft
from conum.domains.positions.operations.filing import opening_day
from conum.domains.positions.queries import asking, links
from conum.domains.positions.rules.requests import employer_class
from conum.domains.positions.web.forms import ask as steps
from conum.domains.positions.web.views.looking_up import looked_up
from conum.kernel.errors import ConumError
from conum.kernel.web.views import FormPage, Page

COOKIE = "conum_request_draft"
DRAFT_LIFE = timedelta(days=30)
STEPS: dict[str, tuple[Any, type[steps.Step]]] = {
    "eligibilite": (gettext_lazy("Votre éligibilité"), steps.Eligibility),
    "structure": (gettext_lazy("Votre structure"), steps.Structure),
    "adresse": (gettext_lazy("Nom et adresse"), steps.Address),
    "besoin": (gettext_lazy("Votre besoin"), steps.Need),
    "contact": (gettext_lazy("Votre contact"), steps.Contact),
    "engagements": (gettext_lazy("Vos engagements"), steps.Commitments),
}
ORDER = [*STEPS, "envoi"]
LAST_TITLE = gettext_lazy("Vérification et envoi")


class Start(Page):
    """What a request is, who may ask, how long it takes."""

    public = True
    template_name = "positions/ask/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether a draft waits and whether allocation is open."""
        day = timezone.localdate(self.now)
        return super().get_context_data(
            draft=draft_of(self.request), allocation_open=parameters.ALLOCATION_OPEN.on(day), **kwargs
        )


def draft_of(request: HttpRequest) -> HostRequestDraft | None:
    """Return the draft of this browser, when it is still there and is not somebody else's."""
    found = links.read(request.COOKIES.get(COOKIE, ""), links.DRAFT, DRAFT_LIFE)
    actor = getattr(request, "actor", None)
    return asking.draft(found, actor.person_id if actor else None) if found else None


def remember(response: HttpResponseBase, draft_id: UUID, secure: bool) -> None:
    """Give the browser the signed link of the draft."""
    response.set_cookie(
        COOKIE, links.token(draft_id, links.DRAFT), max_age=DRAFT_LIFE, httponly=True, secure=secure, samesite="Lax"
    )


class Ask(FormPage):
    """One step; the address names it."""

    public = True
    template_name = "positions/ask/step.html"

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

    @property
    def day(self) -> date:
        """The day of the rules."""
        return timezone.localdate(self.now)

    def get_form_class(self) -> type[steps.Step]:
        """The form of this step."""
        return STEPS[self.step][1]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Fill the form with the draft, and with the own structure of a host manager."""
        known = asking.known_host(self.actor.organisation_id) if self._is_host() else {}  # type: ignore[union-attr]
        return {
            **super().get_form_kwargs(),
            "initial": {**known, **self.answers},
            "day": self.day,
            "answers": self.answers,
            "actor": self.actor,
        }

    def _is_host(self) -> bool:
        return self.actor is not None and self.actor.role == Role.HOST_MANAGER

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the answers and go on; the eligibility step stops a class that is not open yet (POS-02)."""
        answers = {name: _plain(value) for name, value in form.cleaned_data.items()}
        if self.step == "eligibilite" and (opens := self._opens_later(answers)):
            return self._tell_opening(answers, opens)
        if self.step == "structure":
            try:
                answers |= looked_up(answers, self.answers, self.actor)
            except ConumError as refusal:
                return self.refuse(form, refusal)
        return self._keep({**answers, "done": sorted({*self.answers.get("done", []), self.step})})

    def form_invalid(self, form: Any) -> HttpResponse:
        """To continue later, what is right in the step is kept; the step stays to be finished."""
        if "draft" not in self.request.POST:
            return super().form_invalid(form)
        answers = {name: _plain(value) for name, value in form.cleaned_data.items() if name not in form.errors}
        done = [step for step in self.answers.get("done", []) if step != self.step]
        return self._keep({**answers, "done": done})

    def _keep(self, answers: dict[str, Any]) -> HttpResponse:
        draft_id = self.draft.pk if self.draft else None
        draft = save_draft(draft_id, self.step, answers, actor=self.actor, now=self.now)
        response = HttpResponseRedirect(self._next())
        remember(response, draft.pk, self.request.is_secure())
        return response

    def _next(self) -> str:
        if "draft" in self.request.POST:
            return reverse("positions:ask_kept")
        return step_path(ORDER[ORDER.index(self.step) + 1])

    def _opens_later(self, answers: dict[str, Any]) -> date | None:
        opens = opening_day(employer_class(answers["organisation_kind"]), self.day)
        return opens if opens > self.day else None

    def _tell_opening(self, answers: dict[str, Any], opens: date) -> HttpResponse:
        path = reverse("positions:interest", args=[employer_class(answers["organisation_kind"])])
        messages.info(
            self.request,
            _("Les demandes de votre catégorie ouvrent le %(day)s. Laissez votre adresse : nous vous préviendrons.")
            % {"day": opens.strftime("%d/%m/%Y")},
        )
        return HttpResponseRedirect(path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the stepper and what the step shows above its fields."""
        number = ORDER.index(self.step)
        titles = [title for title, _form in STEPS.values()] + [LAST_TITLE]
        return super().get_context_data(
            step=self.step,
            number=number + 1,
            total=len(ORDER),
            step_title=titles[number],
            next_title=titles[number + 1],
            previous=step_path(ORDER[number - 1]) if number else "",
            answers=self.answers,
            commitments=asking.commitments(self.answers, self.day) if self.step == "engagements" else None,
            **kwargs,
        )


def step_path(step: str) -> str:
    """Return the address of a step."""
    return reverse("positions:ask_send") if step == "envoi" else reverse("positions:ask_step", args=[step])


def first_missing(answers: dict[str, Any]) -> str:
    """Return the first step that is not filled, `envoi` when all are."""
    done = answers.get("done", [])
    return next((step for step in STEPS if step not in done), "envoi")


def _plain(value: Any) -> Any:
    if isinstance(value, Commune):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value
