"""Words of the journal."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Fault(TextChoices):
    """What `verify` may find; the sentence is completed with the family and the rank."""

    ALTERED = "altered", _("le contenu a été modifié après l'écriture")
    UNLINKED = "unlinked", _("la ligne ne suit pas la précédente")
    MISSING = "missing", _("une ou plusieurs lignes ont été supprimées avant celle-ci")
    CUT = "cut", _("la fin de la chaîne a été supprimée")
    HEAD = "head", _("la tête enregistrée n'est pas la dernière ligne")
    PUBLISHED = "published", _("l'empreinte n'est pas celle qui avait été publiée")
