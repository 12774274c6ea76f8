"""Search of the header: communes, départements, pages, and what the person may see of requests and posts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.territories.queries.reference import department_names
from conum.commons.territories.queries.search import search_communes
from conum.kernel.permissions import named
from conum.kernel.web.views import Page
from conum.site.web.finders import FINDERS, places_like

COMMUNES = 5
PAGES = (
    (
        gettext_lazy("Trouver de l'aide près de chez moi"),
        "places:finder",
        "aide rendez-vous permanence atelier gratuit",
    ),
    (
        gettext_lazy("Accueillir un conseiller numérique"),
        "positions:ask_start",
        "structure mairie poste subvention",
    ),
    (gettext_lazy("Les chiffres du déploiement"), "figures", "statistiques carte départements postes"),
    (gettext_lazy("Données personnelles"), "privacy", "rgpd droits suppression"),
    (gettext_lazy("Accessibilité"), "accessibility", "rgaa handicap"),
)


@dataclass(frozen=True)
class Found:
    """One answer: words, address, and a line of detail."""

    label: str
    href: str
    detail: str = ""


class Search(Page):
    """Answers by group; an empty group is not shown."""

    public = True
    template_name = "site/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the groups of answers."""
        asked = self.request.GET.get("q", "").replace("\x00", "").strip()[:100]
        groups = [(title, list(found)) for title, found in self.groups(asked)] if asked else []
        shown = [(title, found) for title, found in groups if found]
        return super().get_context_data(asked=asked, groups=shown, **kwargs)

    def groups(self, asked: str) -> Iterator[tuple[str, Iterator[Found]]]:
        """Yield each group with its title: what the person works on first, then the public pages."""
        for finder in FINDERS:
            if named(finder.permission).allows(self.actor):
                yield str(finder.title), (Found(*line) for line in finder.find(self.actor, asked))
        yield _("Communes"), communes(asked)
        yield _("Lieux d'aide au numérique"), (Found(*line) for line in places_like(asked, self.now))
        yield _("Départements"), departments(asked)
        yield _("Pages"), pages(asked)


def communes(asked: str) -> Iterator[Found]:
    """Yield the communes that the text means, each leading to the help near it."""
    for commune in search_communes(asked, COMMUNES):
        href = f"{reverse('places:finder')}?{urlencode({'commune': commune.code})}"
        yield Found(commune.label, href, _("Trouver de l'aide près de cette commune"))


def departments(asked: str) -> Iterator[Found]:
    """Yield the départements whose code or name the text begins."""
    for code, name in department_names().items():
        if code == asked.upper() or fold(name).startswith(fold(asked)):
            yield Found(f"{name} ({code})", reverse("department", args=[code]), _("Postes et structures d'accueil"))


def pages(asked: str) -> Iterator[Found]:
    """Yield the pages whose title or subjects hold every word of the text."""
    words = fold(asked).split()
    for title, name, subjects in PAGES:
        if all(word in fold(f"{title} {subjects}") for word in words):
            yield Found(str(title), reverse(name))


def fold(text: str) -> str:
    """Return the text without accents, case or punctuation."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())
