"""In the demonstration only: one invented account per role, and how to sign in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import TWO_FACTOR_ROLES
from conum.commons.accounts.queries.demonstration import PERIOD, accounts_to_try, current_code
from conum.commons.accounts.web.tables import scope
from conum.kernel.web.views import Page


class Demonstration(Page):
    """Addresses to sign in with, and the code that each invented person's application shows now."""

    public = True
    template_name = "accounts/demonstration.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Exist only among invented people."""
        if not settings.CONUM_SYNTHETIC:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the accounts and their codes."""
        accounts = [
            {
                "role": membership.get_role_display(),
                "scope": scope(membership),
                "person": membership.person,
                "code": current_code(membership.person, self.now) if membership.role in TWO_FACTOR_ROLES else "",
            }
            for membership in accounts_to_try(localdate(self.now))
        ]
        left = PERIOD - int(self.now.timestamp()) % PERIOD
        columns = [_("Rôle"), _("Adresse électronique"), _("Code de la seconde protection")]
        return super().get_context_data(accounts=accounts, left=left, columns=columns, **kwargs)
