"""What the two pages that end authorisations share: the helper's and the citizen's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from conum.domains.mandates.web.forms.mandates import RevokeForm


class Ending:
    """For form pages: `revoked` is the mandate; when nothing of it is alive, one is led back and told."""

    form_class = RevokeForm
    revoked: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show what may be ended, if anything."""
        if not self.get_form().fields["procedures"].choices:  # type: ignore[attr-defined]
            messages.info(request, _("Ce mandat est déjà terminé : il n'y a plus rien à révoquer."))
            return HttpResponseRedirect(self.get_success_url())  # type: ignore[attr-defined]
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what is still alive."""
        given: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        return given | {"mandate": self.revoked, "now": self.now}  # type: ignore[attr-defined]
