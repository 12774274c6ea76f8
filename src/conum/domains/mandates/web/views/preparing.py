"""Creating a mandate with the citizen: choices, FranceConnect, summary read aloud, second factor, signature."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from conum.commons.beneficiaries.operations import franceconnect
from conum.domains.mandates.enums import StopReason
from conum.domains.mandates.models import Helper, Mandate, MandatePreparation
from conum.domains.mandates.operations import preparing
from conum.domains.mandates.operations.preparing import Choices
from conum.domains.mandates.permissions.mandates import (
    MANDATE_CREATE,
    mandates_visible_to,
    preparations_visible_to,
    transfers_visible_to,
)
from conum.domains.mandates.queries.mandates import groups_by_code
from conum.domains.mandates.web.forms.mandates import ChoicesForm
from conum.domains.mandates.web.views import franceconnect as way
from conum.kernel.errors import ConumError
from conum.kernel.web.views import DetailPage, FormPage, OnOneRow


class Create(FormPage):
    """First step: what the citizen wants."""

    permission = MANDATE_CREATE
    template_name = "mandates/create.html"
    form_class = ChoicesForm

    @cached_property
    def helper(self) -> Helper:
        """The active helper who asks; 404 for somebody suspended."""
        return preparing.required_helper(self.actor, self.now)  # type: ignore[arg-type]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the groups allowed to the organisation acted for."""
        return super().get_form_kwargs() | {"accreditation": self.helper.accreditation, "now": self.now}

    def perform(self, form: Any) -> MandatePreparation:
        """Begin."""
        found = form.cleaned_data
        choices = Choices(tuple(found["procedures"]), int(found["days"]), found["mode"])
        return preparing.begin(choices, actor=self.actor, now=self.now, **self.origin())  # type: ignore[arg-type]

    def origin(self) -> dict[str, Any]:
        """Return the mandate renewed or transferred, for the pages that begin from one."""
        return {}

    def get_success_url(self) -> str:
        """Go to the identification."""
        return reverse("mandates:preparation", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the organisation acted for."""
        return super().get_context_data(organisation=self.helper.organisation, title=self.title(), **kwargs)

    def title(self) -> str:
        """Return the heading of the page."""
        return _("Nouveau mandat")


class Renew(Create):
    """The same citizen again: consent is asked afresh (MAN-14)."""

    def origin(self) -> dict[str, Any]:
        """The mandate to renew."""
        found = mandates_visible_to(self.actor).filter(pk=self.kwargs["pk"]).first()  # type: ignore[arg-type]
        if found is None:
            raise Http404
        return {"renews": found}

    def get_initial(self) -> dict[str, Any]:
        """Offer the same groups and duration."""
        mandate = self.origin()["renews"]
        return {"procedures": mandate.groups, "days": str(mandate.duration_days), "mode": mandate.mode}

    def title(self) -> str:
        """Return the heading of the page."""
        return _("Renouveler le mandat")


class SignTransfer(Create):
    """The mandate of another organisation, whose citizen is here (MAN-16)."""

    def origin(self) -> dict[str, Any]:
        """The accepted transfer towards this organisation."""
        rows = transfers_visible_to(self.actor).select_related("mandate")  # type: ignore[arg-type]
        mine = rows.filter(to_organisation=self.actor.organisation_id, state="accepted")  # type: ignore[union-attr]
        found = mine.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return {"transfer": found}

    def get_initial(self) -> dict[str, Any]:
        """Offer the same groups and duration."""
        mandate = self.origin()["transfer"].mandate
        return {"procedures": mandate.groups, "days": str(mandate.duration_days)}

    def title(self) -> str:
        """Return the heading of the page."""
        return _("Signer le mandat transféré")


class OfPreparation(OnOneRow):
    permission = MANDATE_CREATE

    def rows(self) -> Any:
        """The preparations begun by this person in the organisation acted for (MAN-06: said by the operation)."""
        return preparations_visible_to(self.actor, self.now).select_related("organisation", "helper")  # type: ignore


class Preparation(OfPreparation, DetailPage):
    """Second step: the citizen identifies with FranceConnect; also where a stopped preparation says why."""

    template_name = "mandates/preparation.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let the button lead to FranceConnect."""
        return way.lead_out(super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the choices, and what became of the preparation."""
        preparation = self.object
        return super().get_context_data(
            groups=groups_by_code(preparation.groups),
            over=self.now >= preparation.expires_at,
            protected=preparation.stop_reason == StopReason.PROTECTED,
            mandate=Mandate.objects.filter(preparation_id=preparation.pk).first(),
            available=franceconnect.available(),
            **kwargs,
        )


class Identify(OfPreparation, way.Departure):
    """The button: leave for FranceConnect."""

    def purpose(self) -> dict[str, str]:
        """Remember the preparation and who left."""
        preparing.required_helper(self.actor, self.now)  # type: ignore[arg-type]
        return {"kind": "mandate", "preparation": str(self.object.pk), "person": str(self.actor.person_id)}  # type: ignore

    def back(self) -> str:
        """Come back to the preparation."""
        return reverse("mandates:preparation", args=[self.object.pk])


class Stop(OfPreparation, DetailPage):
    """Stop before the signature: a protective measure (MAN-12), a refusal, or a change of mind."""

    template_name = "mandates/stop.html"
    reasons: ClassVar = {
        "protection": StopReason.PROTECTED,
        "refus": StopReason.REFUSED,
        "abandon": StopReason.ABANDONED,
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Know the reason; 404 for another word."""
        if kwargs["reason"] not in self.reasons:
            raise Http404
        self.reason = self.reasons[kwargs["reason"]]
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask for the confirmation."""
        back = reverse("mandates:preparation", args=[self.object.pk])
        return super().get_context_data(**kwargs) | {"back": back, "question": self.question(), "danger": True}

    def question(self) -> str:
        """Return what is asked."""
        return {
            StopReason.PROTECTED: _("L'usager a une mesure de protection : arrêter ce mandat ?"),
            StopReason.REFUSED: _("L'usager n'est pas d'accord : arrêter ce mandat ?"),
            StopReason.ABANDONED: _("Abandonner cette préparation ?"),
        }[self.reason]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Stop it."""
        back = reverse("mandates:preparation", args=[self.object.pk])
        try:
            preparing.stop(self.object.pk, self.reason, actor=self.actor, now=self.now)  # type: ignore[arg-type]
        except ConumError as refusal:
            messages.error(request, refusal.message)
        return HttpResponseRedirect(back)
