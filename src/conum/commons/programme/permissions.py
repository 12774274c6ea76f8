"""Who may change parameters, and who reads the retention runs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.kernel.permissions import permission

SET_PARAMETER = permission("programme.set_parameter", _("Changer les paramètres du dispositif"), roles="national_admin")
READ_RETENTION = permission(
    "programme.read_retention",
    _("Lire les passages de la purge des données personnelles"),
    roles="privacy_officer national_admin",
)
