"""Rights of the pages composed of several modules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.kernel.permissions import permission

SEE_DASHBOARD = permission("site.see_dashboard", _("Voir son tableau de bord"), roles=" ".join(Role.values))
