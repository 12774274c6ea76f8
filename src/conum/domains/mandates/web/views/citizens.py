"""The citizen's own page: every mandate, every use, revocation (MAN-33, MAN-15)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.beneficiaries.operations import franceconnect
from conum.commons.files.queries import response
from conum.domains.mandates.enums import MandateState
from conum.domains.mandates.models import Mandate
from conum.domains.mandates.operations import papers, revoking
from conum.domains.mandates.queries.mandates import last_day, of_citizen, state_of
from conum.domains.mandates.queries.trail import of_citizen as trail_of
from conum.domains.mandates.web.views import citizen_session
from conum.domains.mandates.web.views import franceconnect as way
from conum.domains.mandates.web.views.revoking import Ending
from conum.kernel.web.limits import client_address
from conum.kernel.web.views import FormPage, Guarded, Page


class Own(Page):
    """Sign in with FranceConnect, then: my mandates, what was done with them."""

    public = True
    template_name = "mandates/own.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let the button lead to FranceConnect, and keep the page out of any cache."""
        response = way.lead_out(super().dispatch(request, *args, **kwargs))
        response["Cache-Control"] = "private, no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the mandates of whoever is signed in."""
        subject = citizen_session.subject_of(self.request, self.now)
        citizen = citizen_session.citizen_of(self.request, self.now)
        mandates = list(of_citizen(citizen, self.now)) if citizen else []
        shown = [
            {
                "mandate": mandate,
                "last_day": last_day(mandate.expires_at),
                "active": mandate.state == MandateState.ACTIVE,
                "authorisations": [(one, state_of(one, self.now)) for one in mandate.authorisations.all()],
            }
            for mandate in mandates
        ]
        return super().get_context_data(
            signed_in=bool(subject),
            citizen=citizen,
            mandates=shown,
            trail=trail_of(citizen) if citizen else [],
            available=franceconnect.available(),
            **kwargs,
        )


class SignIn(way.Departure):
    """The button: leave for FranceConnect."""

    public = True

    def purpose(self) -> dict[str, str]:
        """The own page."""
        return {"kind": "citizen"}

    def back(self) -> str:
        """The own page."""
        return reverse("mandates:citizen")


class SignOut(Guarded):
    """Forget who signed in."""

    public = True

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Close, and go home."""
        citizen_session.close(request)
        return HttpResponseRedirect(reverse("home"))


class OwnRow(Guarded):
    """A page about one mandate of the citizen signed in; 404 for anybody else."""

    public = True

    @property
    def citizen(self) -> Beneficiary:
        """The citizen signed in."""
        found = citizen_session.citizen_of(self.request, self.now)
        if found is None:
            raise Http404
        return found

    @property
    def mandate(self) -> Any:
        """The mandate named by the address."""
        found = of_citizen(self.citizen, self.now).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


class OwnRevoke(Ending, OwnRow, FormPage):
    """End some authorisations, or all."""

    template_name = "mandates/own_revoke.html"
    success_message = gettext_lazy("C'est fait : plus aucune démarche n'est possible en votre nom avec ce mandat.")

    @property
    def revoked(self) -> Any:
        """The mandate of the page."""
        return self.mandate

    def perform(self, form: Any) -> int:
        """Revoke."""
        return revoking.revoke_by_citizen(
            self.citizen.pk,
            self.mandate.pk,
            form.cleaned_data["procedures"],
            now=self.now,
            address=client_address(self.request),
        )

    def get_success_url(self) -> str:
        """The own page."""
        return reverse("mandates:citizen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the mandate."""
        return super().get_context_data(mandate=self.mandate, **kwargs)


class OwnPaper(OwnRow):
    """The PDF of one's own mandate."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Give it, and journal the copy."""
        mandate: Mandate = self.mandate
        paper = getattr(mandate, "document", None)
        if paper is None or paper.file is None:
            raise Http404
        papers.note_read(paper, actor=None, now=self.now, address=client_address(request))
        return response(paper.file)
