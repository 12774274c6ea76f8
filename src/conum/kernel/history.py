"""Row history kept by database triggers (pghistory), without personal data by construction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
from django.db.models import DO_NOTHING, ForeignKey, Model

from conum.kernel.privacy import NO_PERSONAL_DATA

M = TypeVar("M", bound=Model)


def tracked(*, without: Sequence[str] = (), in_bulk: bool = False) -> Callable[[type[M]], type[M]]:
    """Keep every insertion, change and deletion of the decorated model in a table that only grows.

    The personal fields that the model declares are left out, so that erasing a person never has to look
    into the history (PRI-05); who acted and why is in the journal.

    Args:
        without: further fields left out, from which a personal one could be guessed.
        in_bulk: rows are often written by thousands: one line of history is added per row, by one statement for all,
            and only the key of the row itself is indexed: a history is read row by row.
    """
    level = pghistory.Statement if in_bulk else pghistory.Row
    context = pghistory.ContextForeignKey(db_index=not in_bulk)

    def decorate(model: type[M]) -> type[M]:
        personal = [*model.personal_data.fields, *without]  # type: ignore[attr-defined]
        return pghistory.track(  # type: ignore[no-any-return]
            pghistory.InsertEvent(level=level),
            pghistory.UpdateEvent(level=level),
            pghistory.DeleteEvent(level=level),
            exclude=personal,
            obj_field=pghistory.ObjForeignKey(related_name="+"),
            context_field=context,
            append_only=True,
            attrs={"personal_data": NO_PERSONAL_DATA, **(_bare_keys(model, personal) if in_bulk else {})},
        )(model)

    return decorate


def _bare_keys(model: type[Model], left_out: Sequence[str]) -> dict[str, ForeignKey]:
    """The keys of the model as columns of its history, without index."""
    keys = (field for field in model._meta.local_fields if isinstance(field, ForeignKey) and field.name not in left_out)
    bare: dict[str, Any] = {"db_constraint": False, "db_index": False, "related_name": "+"}
    return {
        key.name: ForeignKey(
            key.remote_field.model, DO_NOTHING, null=key.null, blank=key.blank, verbose_name=key.verbose_name, **bare
        )
        for key in keys
    }
