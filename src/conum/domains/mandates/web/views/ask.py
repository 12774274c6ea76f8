"""The application form, step by step; the draft is kept at each step, without an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.territories.models import Commune
from conum.commons.territories.queries import current_code
from conum.domains.mandates import parameters
from conum.domains.mandates.models import AccreditationRequest
from conum.domains.mandates.operations.requests import save_step, send
from conum.domains.mandates.queries import asking, links
from conum.domains.mandates.web.forms import ask as steps
from conum.domains.positions.queries.directory import asked, closed_sentence
from conum.kernel.errors import ConumError
from conum.kernel.web.limits import allow, network, too_many
from conum.kernel.web.views import FormPage, Page

COOKIE = "conum_accreditation_draft"
DRAFT_LIFE = timedelta(days=30)
STEPS: dict[str, tuple[Any, type[steps.Step]]] = {
    "demandeur": (gettext_lazy("Vous"), steps.Issuer),
    "structure": (gettext_lazy("Votre organisation"), steps.Structure),
    "adresse": (gettext_lazy("Nom et adresse"), steps.Address),
    "mission": (gettext_lazy("Sa mission"), steps.Mission),
    "referent": (gettext_lazy("Le référent"), steps.Lead),
    "aidants": (gettext_lazy("Les aidants"), steps.Person),
    "engagements": (gettext_lazy("Vos engagements"), steps.Confirmations),
}
ORDER = [*STEPS, "envoi"]
LAST_TITLE = gettext_lazy("Vérification et envoi")


class FamilyCarer(Page):
    """Guidance for relatives, volunteers and elected officials (MAN-01)."""

    public = True
    template_name = "mandates/team/family_carer.html"


class Start(Page):
    """What an accreditation is, who may ask, how long it takes."""

    public = True
    template_name = "mandates/ask/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether a draft waits."""
        return super().get_context_data(draft=draft_of(self.request), **kwargs)


def draft_of(request: HttpRequest) -> AccreditationRequest | None:
    """Return the application of this browser, when it may still be changed and is not somebody else's."""
    found = links.read(request.COOKIES.get(COOKIE, ""), links.DRAFT, DRAFT_LIFE)
    actor = getattr(request, "actor", None)
    return asking.editable(found, actor.person_id if actor else None) if found else None


def remember(response: HttpResponseBase, draft_id: UUID, secure: bool) -> None:
    """Give the browser the signed link of the draft."""
    response.set_cookie(
        COOKIE, links.token(draft_id, links.DRAFT), max_age=DRAFT_LIFE, httponly=True, secure=secure, samesite="Lax"
    )


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


class Kept(Page):
    """The draft is kept: its link, to come back from any device."""

    public = True
    template_name = "mandates/ask/kept.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the link, and until when the draft is kept."""
        draft = draft_of(self.request)
        if draft is None:
            raise Http404
        path = reverse("mandates:ask_resume", args=[links.token(draft.pk, links.DRAFT)])
        confirmed = parameters.DRAFT_DAYS if draft.confirmed_at else parameters.EMAIL_CONFIRM_DAYS
        return super().get_context_data(
            link=self.request.build_absolute_uri(path), back=step_path(first_missing(draft.answers)),
            days=confirmed.on(self.now.date()), confirmed=draft.confirmed_at, **kwargs,
        )  # fmt: skip


class Resume(Page):
    """Opens a draft by its signed link."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Give this browser the draft and go to the first step not filled."""
        found = links.read(kwargs["token"], links.DRAFT, DRAFT_LIFE)
        draft = asking.editable(found, self.actor.person_id if self.actor else None) if found else None
        if draft is None:
            raise Http404
        response = HttpResponseRedirect(step_path(first_missing(draft.answers)))
        remember(response, draft.pk, request.is_secure())
        return response


def step_path(step: str) -> str:
    """Return the address of a step."""
    return reverse("mandates:ask_send") if step == "envoi" else reverse("mandates:ask_step", args=[step])


def first_missing(answers: dict[str, Any]) -> str:
    """Return the first step that is not filled, `envoi` when all are."""
    done = answers.get("done", [])
    return next((step for step in STEPS if step not in done), "envoi")


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Commune) else value
