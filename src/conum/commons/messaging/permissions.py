"""Who may choose mails."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.kernel.permissions import permission

CHOOSE_MAILS = permission(
    "messaging.choose_mails", _("Choisir ses courriels facultatifs"), roles=" ".join(Role.values), personal=True
)
