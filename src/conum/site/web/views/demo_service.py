"""In the demonstration only: an online service where a helper acts in a citizen's name, through the provider."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.models import ProcedureGroup
from conum.kernel.web.views import Guarded, Page
from conum.site.demo import relying_party

ASKED_KEY, ID_TOKEN_KEY = "demo_service_asked", "demo_service_id_token"  # of the session
GENDERS = {"female": _("Féminin"), "male": _("Masculin")}
LABELS = (
    ("given_name", _("Prénoms")),
    ("family_name", _("Nom de naissance")),
    ("preferred_username", _("Nom d'usage")),
    ("gender", _("Genre")),
    ("birthdate", _("Date de naissance")),
    ("birthplace", _("Commune de naissance (code INSEE)")),
    ("birthcountry", _("Pays de naissance (code INSEE)")),
)


class _Demonstrated(Guarded):
    public = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Exist only among invented people."""
        if not settings.CONUM_SYNTHETIC:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def failed(self) -> HttpResponseBase:
        """Say so on the first page."""
        messages.error(self.request, _now("La connexion n'a pas abouti. Recommencez."))
        return HttpResponseRedirect(reverse("demo_service"))


class DemoService(_Demonstrated, Page):
    """The service, before anybody is identified."""

    template_name = "site/demo_service.html"


class DemoServiceDeparture(_Demonstrated):
    """Leave for the provider."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Ask who the citizen is."""
        relying_party.registered(self.now)
        asked = relying_party.Asked()
        request.session[ASKED_KEY] = asked.kept()
        try:
            return HttpResponseRedirect(relying_party.departure(asked))
        except (OSError, KeyError, ValueError):
            return self.failed()


class DemoServiceBack(_Demonstrated):
    """Come back from the provider, with a code or an error."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show who the citizen is, and what may be done in their name."""
        kept = request.session.pop(ASKED_KEY, None)
        if kept is None or not constant_time_compare(request.GET.get("state", ""), kept["state"]):
            return self.failed()
        if request.GET.get("error") == "access_denied":
            messages.info(request, _now("Vous avez renoncé : personne n'est identifié."))
            return HttpResponseRedirect(reverse("demo_service"))
        try:
            told = relying_party.arrival(relying_party.Asked(**kept), request.GET.get("code", ""))
        except relying_party.Failed:
            return self.failed()
        request.session[ID_TOKEN_KEY] = told.id_token
        return render(request, "site/demo_service.html", {"pairs": _pairs(told), "told": told})


class DemoServiceEnd(_Demonstrated):
    """Tell the provider that the procedure is over."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Leave for its end of session, which sends back here."""
        id_token = request.session.pop(ID_TOKEN_KEY, None)
        if id_token is None:
            return HttpResponseRedirect(reverse("demo_service"))
        messages.success(request, _now("Démarche terminée : le service ne peut plus rien lire."))
        return HttpResponseRedirect(relying_party.farewell(id_token))


def _pairs(told: relying_party.Told) -> list[tuple[Any, Any]]:
    """The claims in French, in the order of an identity card."""
    said = {**told.identity, "gender": GENDERS.get(told.identity.get("gender", ""), "")}
    groups = ProcedureGroup.objects.filter(pk__in=told.identity.get("rep_scope", ())).values_list("label", flat=True)
    at = localtime(datetime.fromtimestamp(told.claims["auth_time"], UTC))
    return [
        *[(label, said[claim]) for claim, label in LABELS if said.get(claim)],
        (_("Démarche autorisée"), " ; ".join(groups)),
        (_("Identifiant de l'usager pour ce service"), told.identity["sub"]),
        (_("Niveau de garantie"), told.claims["acr"]),
        (_("L'aidant a prouvé son second facteur à"), f"{at:%H:%M}"),
    ]
