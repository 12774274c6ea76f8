"""Signing a mandate: the summary read aloud, the second factor, the signature."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from conum.commons.beneficiaries.queries import identified
from conum.domains.mandates.enums import MandateMode
from conum.domains.mandates.models import Mandate
from conum.domains.mandates.operations import consents, signing
from conum.domains.mandates.queries.factors import factor_proved_at
from conum.domains.mandates.queries.mandates import end_of_last_day, groups_by_code, last_day
from conum.domains.mandates.web.forms.mandates import SummaryForm
from conum.domains.mandates.web.views.preparing import OfPreparation
from conum.kernel.errors import ConumError
from conum.kernel.web.limits import client_address
from conum.kernel.web.views import FormPage

DECLARED = "mandate_declared"  # session: boxes ticked on a summary, until the second factor is proved


class WithCitizen(OfPreparation):
    """For the steps after the identification; who has signed, or has nobody identified, is sent where they belong."""

    def elsewhere(self) -> HttpResponseBase | None:
        """Return the redirection, None when the page is the right one."""
        preparation = self.object
        done = Mandate.objects.filter(preparation_id=preparation.pk).first()
        if done:
            return HttpResponseRedirect(reverse("mandates:mandate", args=[done.pk]))
        now: Any = self.now  # type: ignore[attr-defined]
        self.identity = identified(preparation.identification_id, now=now)
        if self.identity is None or preparation.organisation_id != self.actor.organisation_id:  # type: ignore
            return HttpResponseRedirect(reverse("mandates:preparation", args=[preparation.pk]))
        return None

    def declared(self) -> dict[str, Any]:
        """Return the boxes ticked for this preparation, {} when they are not."""
        kept = self.request.session.get(DECLARED) or {}  # type: ignore[attr-defined]
        return kept if kept.get("preparation") == str(self.object.pk) else {}


class Summary(WithCitizen, FormPage):
    """Third step: the summary is read aloud and two boxes are ticked; then the second factor, if it is not fresh."""

    template_name = "mandates/summary.html"
    form_class = SummaryForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show it."""
        return self.elsewhere() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the boxes."""
        return self.elsewhere() or super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """A distant citizen has one more box."""
        return super().get_form_kwargs() | {"mode": self.object.mode}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the boxes in the session, and go to the signature."""
        self.request.session[DECLARED] = {"preparation": str(self.object.pk), **form.cleaned_data}
        by_sms = self.object.mode == MandateMode.REMOTE_SMS
        return HttpResponseRedirect(reverse("mandates:consent" if by_sms else "mandates:sign", args=[self.object.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what is read aloud."""
        return super().get_context_data(**kwargs) | read_aloud(self)


def read_aloud(view: Any) -> dict[str, Any]:
    """Return what the citizen must hear: who, for whom, what, until when."""
    preparation = view.object
    end = end_of_last_day(view.now, preparation.duration_days)
    return {
        "preparation": preparation,
        "identity": view.identity,
        "groups": groups_by_code(preparation.groups),
        "last_day": last_day(end),
        "distant": preparation.mode == MandateMode.REMOTE_PAPER,
    }


class Sign(WithCitizen, FormPage):
    """Last step: the second factor is fresh, one button signs."""

    template_name = "mandates/sign.html"
    form_class = SummaryForm  # filled from the session: the boxes were ticked on the page before

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the second factor when it is not fresh."""
        return self.elsewhere() or self.unready() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Sign; a second click comes here after the first, and is led to the same mandate."""
        if redirection := self.elsewhere() or self.unready():
            return redirection
        try:
            mandate = self.sign()
        except signing.FactorTooOld:
            return self.ask_factor()
        except ConumError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(reverse("mandates:preparation", args=[self.object.pk]))
        request.session.pop(DECLARED, None)
        messages.success(request, _("Le mandat est signé. Imprimez-le en deux exemplaires : un pour chacun."))
        return HttpResponseRedirect(reverse("mandates:mandate", args=[mandate.pk]))

    def sign(self) -> Mandate:
        """Call the operation with the boxes kept in the session."""
        kept = self.declared()
        declared = signing.Declared(kept["consent"], kept["not_protected"], kept.get("paper", False))
        proved = factor_proved_at(self.request.session, self.actor.person_id)  # type: ignore[union-attr]
        address = client_address(self.request)
        actor: Any = self.actor
        return signing.sign(self.object.pk, declared, factor_at=proved, actor=actor, now=self.now, address=address)

    def unready(self) -> HttpResponseBase | None:
        """Return the redirection to what is missing: the boxes, the OUI by SMS, then a fresh second factor."""
        if not self.declared():
            return HttpResponseRedirect(reverse("mandates:summary", args=[self.object.pk]))
        if self.object.mode == MandateMode.REMOTE_SMS and not consents.agreed(self.object.pk):
            return HttpResponseRedirect(reverse("mandates:consent", args=[self.object.pk]))
        try:
            signing.check_factor(
                factor_proved_at(self.request.session, self.actor.person_id),
                self.now,  # type: ignore[union-attr]
            )
        except signing.FactorTooOld:
            return self.ask_factor()
        return None

    def ask_factor(self) -> HttpResponseBase:
        """Send to the second factor, and back here."""
        here = urlencode({"next": reverse("mandates:sign", args=[self.object.pk])})
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{here}")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form is not drawn here."""
        return super().get_form_kwargs() | {"mode": self.object.mode}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the summary once more."""
        return super().get_context_data(**kwargs) | read_aloud(self)
