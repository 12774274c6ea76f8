"""The published heads: noted by anybody, they show later that nothing was cut or rewritten."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse

from conum.commons.journal.queries import heads
from conum.commons.journal.web import tables
from conum.kernel.web.views import Guarded, Page


class Heads(Page):
    """Family, number of lines, hash of the last."""

    public = True
    template_name = "journal/heads.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the heads and the instant."""
        return super().get_context_data(heads=heads(), table=tables.HEADS, now=self.now, **kwargs)


class HeadsAsJson(Guarded):
    """The same for a program: what `conum journal verify --heads` reads."""

    public = True

    def get(self, request: HttpRequest) -> JsonResponse:
        """Return the list."""
        found = [{"family": head.family, "position": head.position, "hash": head.hash} for head in heads()]
        return JsonResponse(found, safe=False, json_dumps_params={"indent": 1})
