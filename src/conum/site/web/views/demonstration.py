"""In the demonstration only: the people of the story, what awaits them, how to sign in as them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from conum.commons.accounts.models import Person
from conum.commons.accounts.queries.demonstration import PERIOD, current_code
from conum.kernel.web.views import Page
from conum.site.demo.story import ACCOUNTS


class Demonstration(Page):
    """One line per account of the story, with the code its application shows now."""

    public = True
    template_name = "site/demonstration.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Exist only among invented people."""
        if not settings.CONUM_SYNTHETIC:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the accounts that are loaded, with their codes and the seconds these still live."""
        people = {person.email: person for person in Person.objects.filter(email__in=[a.email for a in ACCOUNTS])}
        lines = [(a, current_code(people[a.email], self.now)) for a in ACCOUNTS if a.email in people]
        left = PERIOD - int(self.now.timestamp()) % PERIOD
        return super().get_context_data(lines=lines, left=left, **kwargs)
