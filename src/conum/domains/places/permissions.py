"""Who may do what to places."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.kernel.permissions import permission

IMPORT_PLACES = permission("places.import", _("Importer un fichier de lieux"), roles="national_admin")
