"""Who may read the journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.kernel.permissions import permission

READ = permission("journal.read", _("Lire le journal"), roles="national_admin privacy_officer")
