"""The draft of an application: its steps, the browser that holds it, its link to come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from conum.domains.mandates import parameters
from conum.domains.mandates.models import AccreditationRequest
from conum.domains.mandates.queries import asking, links
from conum.domains.mandates.web.forms import ask as steps
from conum.kernel.web.views import Page

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


def step_path(step: str) -> str:
    """Return the address of a step."""
    return reverse("mandates:ask_send") if step == "envoi" else reverse("mandates:ask_step", args=[step])


def first_missing(answers: dict[str, Any]) -> str:
    """Return the first step that is not filled, `envoi` when all are."""
    done = answers.get("done", [])
    return next((step for step in STEPS if step not in done), "envoi")


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
