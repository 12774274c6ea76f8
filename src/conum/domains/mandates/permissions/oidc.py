"""Who may act in a citizen's name online, and who registers the services that rely on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.kernel.permissions import permission

ACT_FOR_CITIZEN = permission(
    "mandates.act_for_citizen", _("Faire une démarche en ligne au nom d'un usager"), roles="helper"
)
MANAGE_RELYING_PARTIES = permission(
    "mandates.manage_relying_parties", _("Enregistrer les services reliés au fournisseur"), roles="national_admin"
)
