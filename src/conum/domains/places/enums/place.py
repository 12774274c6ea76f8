"""Words of a place that the official schema does not have."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from conum.commons.files.enums import FileKind, Purpose


class Precision(TextChoices):
    """What the coordinates of a place point at (PLA-03): a commune is never shown as exact."""

    HOUSE = "house", _("Au numéro")
    STREET = "street", _("À la rue")
    COMMUNE = "commune", _("À la commune")


class Freshness(TextChoices):
    """How long ago a place was last confirmed (PLA-08)."""

    UP_TO_DATE = "up_to_date", _("À jour")
    TO_WATCH = "to_watch", _("À surveiller")
    TO_CHECK = "to_check", _("À vérifier")
    TO_UPDATE = "to_update", _("À mettre à jour")


class EditSource(TextChoices):
    """Who wrote a place last."""

    PERSON = "person", _("Saisie")
    IMPORT = "import", _("Import")
    MERGE = "merge", _("Fusion")
    SYSTEM = "system", _("Calcul")


class ExceptionKind(TextChoices):
    """What happens at a place on exceptional days."""

    CLOSED = "closed", _("Fermé")
    OPEN = "open", _("Ouvert aux heures indiquées")


class FileVersion(TextChoices):
    """Version of the official schema a file follows (PLA-20)."""

    V0 = "v0.1.1", "v0.1.1"
    V1 = "v1.0.2", "v1.0.2"


UNKNOWN_PIVOT = "0" * 14  # how files say that the organisation's number is not known
OPEN_DATA = Purpose("places.open_data", (FileKind.CSV,), 500, encrypted=False, retention="places.dumps_kept")
IMPORT_DRAFT = Purpose("places.import", (FileKind.CSV,), 20, encrypted=False, retention="places.draft_kept")
