"""Columns of the journal."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.journal.models import JournalEntry
from conum.kernel.ui.tables import Column
from conum.kernel.web import exports


def who(line: JournalEntry) -> str:
    """Return the author's name, or what stands for it."""
    if line.role == "system":
        return _("Le système")
    if line.actor is None:
        return _("Visiteur sans compte")
    return getattr(line, "author", None) or _("Auteur effacé ({mark})").format(mark=str(line.actor)[:8])


def content(line: JournalEntry) -> str:
    """Return the payload as a reader may take it in."""
    return " · ".join(f"{name} : {_word(value)}" for name, value in line.payload.items())


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


LINES = (
    Column(gettext_lazy("Date"), "happened_at", sort="date"),
    Column(gettext_lazy("Famille"), "family", sort="famille"),
    Column(gettext_lazy("Rang"), "position", numeric=True),
    Column(gettext_lazy("Action"), "action", heading=True),
    Column(gettext_lazy("Objet"), lambda line: f"{line.subject_type} {line.subject_id}"),
    Column(gettext_lazy("Auteur"), who),
    Column(gettext_lazy("Rôle"), "role"),
    Column(gettext_lazy("Contenu"), content),
)
EXPORT = [
    exports.Column("date", lambda line: line.happened_at),
    exports.Column("famille", lambda line: line.family),
    exports.Column("rang", lambda line: line.position),
    exports.Column("action", lambda line: line.action),
    exports.Column("type d'objet", lambda line: line.subject_type),
    exports.Column("objet", lambda line: line.subject_id),
    exports.Column("auteur", who),
    exports.Column("rôle", lambda line: line.role),
    exports.Column("contenu", content),
    exports.Column("empreinte précédente", lambda line: line.previous_hash),
    exports.Column("empreinte", lambda line: line.hash),
]
