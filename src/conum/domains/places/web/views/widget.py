"""The finder in somebody else's page: a frame of its own that may be embedded, the script that puts it there, a guide.

Only the frame may be embedded; every other page refuses. It sets no cookie and asks nothing of a third party.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace, csp_update
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_exempt, xframe_options_sameorigin

from conum.commons.messaging.queries import site_address
from conum.commons.territories.queries import department_names
from conum.domains.places.enums import Service
from conum.domains.places.web.filters.finder import NAMES
from conum.domains.places.web.views.finder import Finder, FinderPage
from conum.domains.places.web.views.finder_cards import Manner
from conum.kernel.web.views import Guarded, Page

COLOURS = {"bleu": _("Bleu"), "vert": _("Vert"), "rouge": _("Rouge"), "gris": _("Gris")}
THEMES = {"clair": ("light", _("Clair")), "sombre": ("dark", _("Sombre")), "auto": ("system", _("Comme l'appareil"))}
KEPT = ("ou", "commune", "departement", "region", "epci", "rayon", *NAMES.values())
SCRIPT_KEPT_SECONDS = 3600
SCRIPT = """(() => {
  const script = document.currentScript;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(script.dataset)) if (name !== "hauteur" && value) {
    for (const one of value.split("|")) query.append(name, one);
  }
  const frame = document.createElement("iframe");
  frame.src = new URL("PATH", script.src) + "?" + query;
  frame.title = script.dataset.titre || "TITLE";
  frame.width = "100%";
  frame.height = script.dataset.hauteur || "640";
  frame.loading = "lazy";
  frame.referrerPolicy = "origin";
  frame.allow = "geolocation";
  frame.style.border = "0";
  script.after(frame);
})();
"""


def of_list(names: Any, asked: str, default: str) -> str:
    """Return the name asked when it is one of the list, else the default."""
    return asked if asked in names else default


@method_decorator(xframe_options_exempt, name="dispatch")
@method_decorator(csp_replace({"frame-ancestors": ["*"]}), name="dispatch")
class WidgetFrame(Finder):
    """`/trouver/widget/`: the finder alone, without the site around it; links open in a new tab."""

    template_name = "places/finder/widget.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the frame."""
        return Page.get(self, request, *args, **kwargs)

    @property
    def manner(self) -> Manner:
        """Cards whose links leave the frame."""
        usual = super().manner
        return Manner(usual.now, usual.today, usual.months, usual.easy, outside=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the colours and the address of the whole site."""
        query = self.request.GET
        kept = [(name, value) for name in KEPT if name != "ou" for value in query.getlist(name)]
        shown = FinderPage.get_context_data(self, **self.shown(), **kwargs)
        return shown | {
            "title": self.title(),
            "colour": of_list(COLOURS, query.get("couleur", ""), "bleu"),
            "scheme": THEMES[of_list(THEMES, query.get("theme", ""), "clair")][0],
            "kept": [*kept, *((name, query[name]) for name in ("couleur", "theme") if query.get(name))],
            "whole": f"{site_address()}{reverse('places:finder')}?{urlencode([*kept, ('ou', self.asked.text)])}",
        }


class WidgetScript(Guarded):
    """`/trouver/widget.js`: the one line of the other site asks for this; it puts the frame after itself."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give the script, which any site may load."""
        text = SCRIPT.replace("PATH", reverse("places:widget")).replace("TITLE", "Lieux d'aide au numérique")
        response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        patch_cache_control(response, public=True, max_age=SCRIPT_KEPT_SECONDS)
        return response


@method_decorator(xframe_options_sameorigin, name="dispatch")
@method_decorator(csp_update({"frame-src": ["'self'"]}), name="dispatch")
class WidgetGuide(Page):
    """`/trouver/integrer/`: choose territory, filters and colours; copy one line; see what it gives."""

    public = True
    template_name = "places/finder/widget_guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the choices, the line to copy and the address of the preview."""
        query = self.request.GET
        chosen = {
            "departement": of_list(department_names(), query.get("departement", ""), ""),
            "service": of_list(Service.values, query.get("service", ""), ""),
            "couleur": of_list(COLOURS, query.get("couleur", ""), "bleu"),
            "theme": of_list(THEMES, query.get("theme", ""), "clair"),
        }
        given = {name: value for name, value in chosen.items() if value}
        return super().get_context_data(
            chosen=chosen,
            departments=department_names(),
            services=Service.choices,
            colours=COLOURS,
            themes={name: words for name, (_scheme, words) in THEMES.items()},
            snippet=snippet(given),
            preview=f"{reverse('places:widget')}?{urlencode(given)}",
            **kwargs,
        )


def snippet(given: dict[str, str]) -> str:
    """Return the line to copy: one script tag from our origin."""
    attributes = "".join(format_html(' data-{}="{}"', name, value) for name, value in given.items())
    return f'<script src="{site_address()}{reverse("places:widget_script")}"{attributes}></script>'
