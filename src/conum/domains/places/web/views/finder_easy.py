"""Easy-to-read French (FALC): which reading a visitor wants, and the words of that reading.

Short sentences, everyday words, only what is needed to go and be helped. The wish is kept in a cookie of its own.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page

COOKIE = "conum_lecture"
EASY, USUAL = "facile", "normale"
KEPT_SECONDS = 365 * 24 * 3600

EASY_TITLES = {
    "services": _("Je veux"),
    "target_audiences": _("Je suis"),
    "special_support": _("J'ai besoin"),
}
EASY_LABELS = {
    "services": {
        "administrative_help": _("Faire mes papiers sur internet"),
        "everyday_skills": _("Apprendre l'ordinateur et le téléphone"),
        "employment": _("Chercher du travail"),
        "safe_use": _("Éviter les arnaques sur internet"),
        "parenting_education": _("Suivre l'école de mes enfants"),
        "leisure_creation": _("M'amuser et créer"),
        "understanding_digital": _("Comprendre internet"),
        "internet_and_equipment_access": _("Utiliser un ordinateur"),
        "affordable_equipment": _("Acheter un ordinateur pas cher"),
    },
    "target_audiences": {
        "young": _("Jeune"),
        "students": _("Étudiant"),
        "families_children": _("Parent"),
        "seniors": _("Une personne âgée"),
        "women": _("Une femme"),
    },
    "special_support": {
        "deafness": _("J'entends mal"),
        "motor_disability": _("Je marche avec difficulté"),
        "mental_disability": _("Je comprends difficilement"),
        "illiteracy": _("Je lis et j'écris avec difficulté"),
        "foreign_language_english": _("Je parle anglais"),
        "foreign_language_other": _("Je parle une autre langue"),
        "visual_impairment": _("Je vois mal"),
    },
    "opening": {
        "now": _("Ouvert maintenant"),
        "weekend": _("Ouvert samedi ou dimanche"),
        "evening": _("Ouvert le soir"),
    },
    "yes": {"bookable": _("Rendez-vous sur internet")},
}


def easy_label(group: str, value: str) -> str:
    """Return the easy words of a value, "" when it has none of its own."""
    return str(EASY_LABELS.get(group, {}).get(value, ""))


@method_decorator(gzip_page, name="dispatch")  # a phone pays for each byte; tokens in pages are masked each time
class EasyReading:
    """For public pages: `?lecture=facile` asks for the easy reading, `?lecture=normale` leaves it.

    Put before `Page`; the template reads `easy` and the addresses of the switch.
    """

    request: HttpRequest

    @property
    def easy(self) -> bool:
        """Tell whether the visitor reads easy French; there is no easy English."""
        if (get_language() or "fr")[:2] != "fr":
            return False
        asked = self.request.GET.get("lecture") or self.request.COOKIES.get(COOKIE, "")
        return asked == EASY

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, and keep the reading that the address names."""
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        asked = request.GET.get("lecture")
        if asked in (EASY, USUAL):
            response.set_cookie(
                COOKIE, asked, max_age=KEPT_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure()
            )
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the reading and the addresses that change it."""
        links = {}
        for reading in (EASY, USUAL):
            query = self.request.GET.copy()
            query["lecture"] = reading
            links[reading] = f"?{query.urlencode()}"
        return super().get_context_data(easy=self.easy, reading_links=links, **kwargs)  # type: ignore[misc]
