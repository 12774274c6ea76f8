"""Pages without account: verify a paper (MAN-19), end a mandate by the code printed for the citizen (MAN-15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.mandates.enums import MandateState
from conum.domains.mandates.models import Mandate, MandateDocument
from conum.domains.mandates.operations import papers, revoking
from conum.domains.mandates.permissions.mandates import ADMINISTER
from conum.domains.mandates.queries.mandates import document_of_code, last_day, state_of, with_state
from conum.domains.mandates.web.forms.mandates import AdministerForm, CodeForm, RevocationCodeForm
from conum.kernel.errors import ConumError
from conum.kernel.web.limits import allow, client_address, network, too_many
from conum.kernel.web.views import FormPage

WINDOW = timedelta(minutes=15)
VERIFICATIONS, REVOCATIONS = 30, 10  # attempts of a network in a window


class Verify(FormPage):
    """Tell what a code is worth: known or not, dates, groups, organisation, active or ended; never who."""

    public = True
    template_name = "mandates/verify.html"
    form_class = CodeForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the form; the QR code of the paper brings its code in the address."""
        if request.GET.get("code"):
            return self.post(request, *args, **kwargs)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Read the code from the form or from the address."""
        kwargs = super().get_form_kwargs()
        return kwargs if self.request.method == "POST" else {**kwargs, "data": self.request.GET or None}

    def form_valid(self, form: Any) -> HttpResponse:
        """Answer, and journal the question."""
        if not allow(f"verify:{network(self.request)}", VERIFICATIONS, WINDOW, self.now):
            return too_many(self.request)
        paper = document_of_code(form.cleaned_data["code"])
        papers.note_verified(paper, now=self.now, address=client_address(self.request))
        context = self.get_context_data(form=form, asked=True, known=paper is not None, **self.answer(paper))
        return self.render_to_response(context)

    def answer(self, paper: MandateDocument | None) -> dict[str, Any]:
        """Return what may be said of a known paper; nothing of it leads to the citizen."""
        if paper is None:
            return {}
        mandate = with_state(Mandate.objects.filter(pk=paper.mandate_id), self.now).get()
        rows = mandate.authorisations.select_related("group").order_by("group__position")
        return {
            "mandate": mandate,
            "organisation": paper.mandate.organisation,
            "last_day": last_day(mandate.expires_at),
            "active": mandate.state == MandateState.ACTIVE,
            "authorisations": [(one, state_of(one, self.now)) for one in rows],
            "sha256": paper.sha256,
        }


class RevokeByCode(FormPage):
    """End a whole mandate by the code printed for the citizen."""

    public = True
    template_name = "mandates/revoke_by_code.html"
    form_class = RevocationCodeForm
    success_message = gettext_lazy("C'est fait : le mandat est terminé, plus aucune démarche n'est possible.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count the attempts."""
        if not allow(f"revoke-code:{network(request)}", REVOCATIONS, WINDOW, self.now):
            return too_many(request)
        return super().post(request, *args, **kwargs)

    def perform(self, form: Any) -> Any:
        """Revoke."""
        return revoking.revoke_by_code(form.cleaned_data["code"], now=self.now, address=client_address(self.request))

    def get_success_url(self) -> str:
        """Say it here."""
        return reverse("mandates:revoke_by_code")


class Administer(FormPage):
    """The administration ends a mandate named by the code of its paper, with the reason."""

    permission = ADMINISTER
    template_name = "mandates/administer.html"
    form_class = AdministerForm
    success_message = gettext_lazy("Le mandat est révoqué, la structure est prévenue.")

    def perform(self, form: Any) -> Any:
        """Revoke; the administration sees neither citizen nor list."""
        paper = document_of_code(form.cleaned_data["code"])
        if paper is None:
            raise ConumError(_("Aucun mandat n'a ce code de vérification."), field="code")
        actor: Any = self.actor
        return revoking.revoke(
            paper.mandate_id,
            None,
            actor=actor,
            now=self.now,
            reason=form.cleaned_data["reason"],
            address=client_address(self.request),
        )

    def get_success_url(self) -> str:
        """Say it here."""
        return reverse("mandates:administer")
