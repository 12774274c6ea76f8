"""What the journal forgets: who, never what."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conum.commons.journal.models import ActorAlias
from conum.kernel.retention import purge


@purge("journal.ActorAlias", "privacy.journal", _("Auteurs des lignes du journal"))
def old_aliases(before: datetime) -> QuerySet[ActorAlias]:
    """Aliases whose whole month is over."""
    return ActorAlias.objects.filter(month__lt=before.date().replace(day=1))


@old_aliases.erase
def forget_authors(aliases: list[ActorAlias], now: datetime) -> None:
    """Delete the link to the person: the lines stay, the chain stays whole, nobody is named."""
    ActorAlias.objects.filter(pk__in=[alias.pk for alias in aliases]).delete()
