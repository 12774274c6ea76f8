"""Help near home: the structures with a counsellor in post, nearest first."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.models import Organisation
from conum.commons.territories.queries.distance import DistanceM
from conum.commons.territories.web.fields import CommuneField
from conum.domains.positions.models import PostAssignment
from conum.domains.positions.queries.quotas import open_on
from conum.kernel.ui import forms
from conum.kernel.web.views import Page

NEAREST = 10


class PlaceForm(forms.Form):
    """Where the person is."""

    commune = CommuneField(label=_("Votre commune ou votre code postal"), located=True)


class HelpNearby(Page):
    """Ten structures with a counsellor, by distance from the commune typed."""

    public = True
    template_name = "site/help.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the question, then the answer under it."""
        asked = "commune" in request.GET
        form = PlaceForm(request.GET if asked else None)
        nearest = near(form.cleaned_data["commune"]) if asked and form.is_valid() else None
        return self.render_to_response(self.get_context_data(form=form, nearest=nearest))


def near(commune: Any) -> QuerySet[Organisation]:
    """Return the structures with a counsellor in post today, nearest first, with `distance` in metres."""
    working = PostAssignment.objects.filter(open_on(timezone.localdate()), attachment__host=OuterRef("pk"))
    located = Organisation.objects.filter(Exists(working), latitude__isnull=False).select_related("commune")
    distance = DistanceM("latitude", "longitude", commune.latitude, commune.longitude)
    return located.annotate(distance=distance, km=F("distance") / 1000).order_by("distance", "pk")[:NEAREST]
