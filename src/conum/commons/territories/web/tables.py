"""Tables of the import screens."""

from operator import itemgetter

from django.utils.translation import gettext_lazy as _

from conum.kernel.ui.tables import Column

REFUSALS = (
    Column(_("Ligne"), "line", numeric=True),
    Column(_("Colonne"), "column"),
    Column(_("Raison"), "reason"),
)
EXPECTED = (
    Column(_("Colonne"), itemgetter(0), heading=True),
    Column(_("Contenu"), itemgetter(1)),
    Column(_("Exemple"), itemgetter(2)),
)
