"""The helper chooses for whom, or gives up."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.commons.beneficiaries.queries import identity_of
from conum.domains.mandates.queries import oidc_choice
from conum.domains.mandates.web.views.oidc_authorize import back, forget
from conum.domains.mandates.web.views.oidc_journey import OnJourney
from conum.kernel.web.views import Page

PAGE_SIZE = 20
MOST = 200  # ten pages; further, one looks for a name
COLUMNS = (_("Prénoms et nom de naissance"), _("Nom d'usage"), _("Naissance"))


class FirstOnes(Paginator):  # type: ignore[type-arg]
    """Pages of the first names only: to count thousands costs more than to show a page, and nobody turns so many."""

    @cached_property
    def count(self) -> int:
        """How many there are, no more than are shown."""
        return len(self.object_list.order_by()[:MOST].values_list("pk"))  # type: ignore[union-attr]


class Citizens(OnJourney, Page):
    """The citizens whose mandate the organisation holds."""

    template_name = "mandates/oidc/citizens.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of citizens, those of the search when there is one."""
        search = self.request.GET.get("q", "").replace("\x00", "").strip()[:80]
        found = oidc_choice.citizens(self.actor.organisation_id, self.now, search=search, groups=self.groups)  # type: ignore
        page = FirstOnes(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        rows = [(citizen, identity_of(citizen)) for citizen in page.object_list]
        return super().get_context_data(rows=rows, page_obj=page, search=search, columns=COLUMNS, most=MOST, **kwargs)


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
