"""The helper chooses for what; the browser goes back to the service with a code."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from oauth2_provider.exceptions import OAuthToolkitError
from oauth2_provider.views.mixins import OAuthLibMixin

from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.beneficiaries.queries import identity_of
from conum.domains.mandates.models import Standing
from conum.domains.mandates.operations.oidc_procedures import Asked
from conum.domains.mandates.queries import oidc_choice
from conum.domains.mandates.queries.factors import RECORDS, factor_proved_at
from conum.domains.mandates.rules import oidc as rules
from conum.domains.mandates.web.adapters.issuer import issuer
from conum.domains.mandates.web.forms.oidc import ChooseGroup
from conum.domains.mandates.web.views.oidc_authorize import forget
from conum.domains.mandates.web.views.oidc_journey import OnJourney
from conum.kernel.errors import OutOfSight
from conum.kernel.web.views import FormPage


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
