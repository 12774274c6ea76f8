"""Columns of the journal."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
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


def in_pieces(digest: str) -> SafeString:
    """Return a hash that may be broken between pieces of eight, for narrow screens."""
    pieces = ((digest[place : place + 8],) for place in range(0, len(digest), 8))
    return format_html("<code>{}</code>", format_html_join(mark_safe("<wbr>"), "{}", pieces))


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
HEADS = (
    Column(gettext_lazy("Famille"), "family", heading=True),
    Column(gettext_lazy("Lignes"), "position", numeric=True),
    Column(gettext_lazy("Empreinte SHA-256 de la dernière"), lambda head: in_pieces(head.hash)),
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
