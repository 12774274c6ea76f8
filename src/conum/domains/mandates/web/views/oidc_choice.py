"""The helper chooses for whom, then for what; the browser goes back to the service with a code."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from oauth2_provider.exceptions import OAuthToolkitError
from oauth2_provider.views.mixins import OAuthLibMixin

from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.beneficiaries.queries import identity_of
from conum.domains.mandates.models import RelyingParty, Standing
from conum.domains.mandates.operations.oidc_procedures import Asked
from conum.domains.mandates.parameters import FACTOR_RECHECK_MINUTES
from conum.domains.mandates.permissions.oidc import ACT_FOR_CITIZEN
from conum.domains.mandates.queries import oidc_choice
from conum.domains.mandates.queries.factors import RECORDS, factor_proved_at
from conum.domains.mandates.queries.team import acts_now
from conum.domains.mandates.rules import oidc as rules
from conum.domains.mandates.web.adapters import oidc_clients
from conum.domains.mandates.web.adapters.issuer import issuer
from conum.domains.mandates.web.forms.oidc import ChooseGroup
from conum.domains.mandates.web.views.oidc_authorize import Journey, back, forget, kept
from conum.kernel.errors import OutOfSight
from conum.kernel.web.views import FormPage, Guarded, Page

PAGE_SIZE = 20
COLUMNS = (_("Prénoms et nom de naissance"), _("Nom d'usage"), _("Naissance"))


class OnJourney(Guarded):
    """A page of a journey: it must be of this session, and the second factor proved lately."""

    permission = ACT_FOR_CITIZEN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show it."""
        return self.stopped() or super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it."""
        return self.stopped() or super().post(request, *args, **kwargs)  # type: ignore[misc]

    def stopped(self) -> HttpResponse | None:
        """Return what to show instead: the journey is over, the factor is to be proved, or the helper may not act."""
        if self.journey is None or self.relying_party is None:
            return render(self.request, "mandates/oidc/over.html", status=404)
        if not self.is_proved:
            going = urlencode({"next": self.request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{going}")
        if not self.acts:
            context = {"journey_name": self.name, "service": self.relying_party}
            return self.bounded(render(self.request, "mandates/oidc/not_active.html", context, status=403))
        return None

    @property
    def name(self) -> str:
        """The identifier of the journey in the address."""
        return str(self.kwargs["journey"])

    @cached_property
    def journey(self) -> Journey | None:
        """What the relying party asked."""
        return kept(self.request, self.name, self.now)

    @cached_property
    def relying_party(self) -> RelyingParty | None:
        """Who asked, while it is open."""
        return oidc_clients.known(self.journey.client_id) if self.journey else None

    @property
    def is_proved(self) -> bool:
        """Whether the second factor was proved within the time allowed, and since the service demands it."""
        proved_at = factor_proved_at(self.request.session, self.actor.person_id)  # type: ignore[union-attr]
        limit = timedelta(minutes=FACTOR_RECHECK_MINUTES.on(localdate(self.now)))
        return rules.factor_is_recent(proved_at, now=self.now, limit=limit, not_before=self.journey.not_before)  # type: ignore

    @property
    def acts(self) -> bool:
        """Whether the helper may act now."""
        return acts_now(self.actor)  # type: ignore[arg-type]

    @property
    def groups(self) -> set[str] | None:
        """The procedure groups the service bounds the choice to."""
        return rules.groups_asked(self.journey.claims)  # type: ignore[union-attr]

    def bounded(self, response: HttpResponse) -> HttpResponse:
        """Let the forms of the page end at the registered address of this service, and nowhere else."""
        response._csp_update = {"form-action": [self.journey.redirect_uri.partition("?")[0]]}  # type: ignore
        return response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show the page, bound to the service."""
        return self.bounded(super().render_to_response(context, **kwargs))  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell which service asks."""
        told = {"journey_name": self.name, "service": self.relying_party}
        return super().get_context_data(**told, **kwargs)  # type: ignore[misc]


class Citizens(OnJourney, Page):
    """The citizens whose mandate the organisation holds."""

    template_name = "mandates/oidc/citizens.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of citizens, those of the search when there is one."""
        search = self.request.GET.get("q", "").replace("\x00", "").strip()[:80]
        found = oidc_choice.citizens(self.actor.organisation_id, self.now, search=search, groups=self.groups)  # type: ignore
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        rows = [(citizen, identity_of(citizen)) for citizen in page.object_list]
        return super().get_context_data(rows=rows, page_obj=page, search=search, columns=COLUMNS, **kwargs)


class Groups(OAuthLibMixin, OnJourney, FormPage):
    """What to do for this citizen: one procedure group."""

    template_name = "mandates/oidc/groups.html"
    form_class = ChooseGroup

    @cached_property
    def authorisations(self) -> list[Standing]:
        """What may be chosen; 404 when there is nothing, for this citizen or any more."""
        found = oidc_choice.choices_for(self.actor, self.kwargs["pk"], self.now, groups=self.groups)  # type: ignore
        if not found:
            raise OutOfSight("citizen")
        return found

    @property
    def citizen(self) -> Beneficiary:
        """The citizen of the address."""
        return self.authorisations[0].beneficiary

    @property
    def acts(self) -> bool:
        """Whether the helper may act: each choice says it."""
        return self.authorisations[0].may_act

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what the citizen authorised."""
        return super().get_form_kwargs() | {"authorisations": self.authorisations}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whom it is about."""
        return super().get_context_data(citizen=self.citizen, identity=identity_of(self.citizen), **kwargs)

    def perform(self, form: ChooseGroup) -> str:
        """Have the library make the code and the address to go back to."""
        journey, session = self.journey, self.request.session
        assert journey is not None and self.actor is not None
        chosen = form.cleaned_data["authorisation"]
        proved_at = factor_proved_at(session, self.actor.person_id)
        assert proved_at is not None
        asked = Asked(
            journey.redirect_uri, journey.scopes, journey.code_challenge, proved_at, journey.nonce, journey.claims,
            rules.methods_of(record.get("type", "") for record in session.get(RECORDS, ())),
        )  # fmt: skip
        credentials = {
            "client_id": journey.client_id,
            "redirect_uri": journey.redirect_uri,
            "response_type": "code",
            "state": journey.state or None,
            "code_challenge": journey.code_challenge,
            "code_challenge_method": "S256",
            "standing": next(each for each in self.authorisations if each.authorisation_id == chosen),
            "relying_party": self.relying_party,
            "asked": asked,
            "actor": self.actor,
        }
        uri, *_rest = self.create_authorization_response(
            self.request, " ".join(journey.scopes), credentials, allow=True
        )
        return f"{uri}&{urlencode({'iss': issuer()})}"

    def form_valid(self, form: ChooseGroup) -> HttpResponse:
        """Go back to the service with the code."""
        try:
            response = super().form_valid(form)
        except OAuthToolkitError:  # the client changed its registration meanwhile
            return render(self.request, "mandates/oidc/over.html", status=404)
        if response.status_code == 302:
            forget(self.request, self.name)
        return response

    def get_success_url(self) -> str:
        """The registered address of the service."""
        return str(self.result)


class Cancel(OnJourney):
    """The helper gives up: the service is told (`access_denied`)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever comes back to this address is still choosing."""
        if self.journey is None or self.relying_party is None:
            return render(request, "mandates/oidc/over.html", status=404)
        return HttpResponseRedirect(reverse("mandates:oidc_citizens", args=[self.name]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go back without a code."""
        if self.journey is None or self.relying_party is None:
            return render(request, "mandates/oidc/over.html", status=404)
        forget(request, self.name)
        return back(self.journey.redirect_uri, self.journey.state, error="access_denied")
