"""The screen of a waiting room, at its secret address (BOO-52)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from conum.domains.booking.operations.feeds import hash_of
from conum.domains.booking.queries.notices import hour_words
from conum.domains.booking.queries.screens import board_of, live_screen
from conum.kernel.web.views import Page

EVERY = 5  # seconds; without scripts the page asks again as often


class Screen(Page):
    """Numbers alone, in large letters; a closed or unknown secret is 404."""

    public = True
    template_name = "booking/screen.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let no cache and no search engine keep it."""
        answer = super().dispatch(request, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the numbers and the hour."""
        screen = live_screen(hash_of(self.kwargs["secret"]), self.now)
        if screen is None:
            raise Http404
        place = screen.rule.place
        return super().get_context_data(
            board=board_of(screen),
            place=place.name if place else "",
            hour=hour_words(self.now, screen.rule.timezone),
            every=EVERY,
            **kwargs,
        )
