"""Rows of the demonstration into their tables, however many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import AutoField, Model
from django.db.models.expressions import DatabaseDefault

BATCH = 2_000


class Writer:
    """Inserts rows by batches and refreshes a table's statistics each time it has doubled.

    The checks of keys and the triggers keep, for the session, plans made for the size the tables had: made on an
    empty table, they read it whole for each row ever after. New statistics make PostgreSQL plan them again.
    """

    def __init__(self) -> None:
        self.written, self.analysed = Counter[str](), Counter[str]()

    def insert(self, rows: Sequence[Model]) -> None:
        """Insert rows of one model, in order."""
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            copy(batch)
            self._count(type(rows[0])._meta.db_table, len(batch))

    def _count(self, table: str, more: int) -> None:
        self.written[table] += more
        if self.written[table] >= 2 * self.analysed[table]:
            analyse(table)
            self.analysed[table] = self.written[table]


def copy(rows: Sequence[Model]) -> None:
    """Write rows of one model by COPY: an INSERT spends three quarters of its time in writing and reading its text."""
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if _is_ours(field, rows[0])]
    values = [[field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields] for row in rows]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as writing:
        for one in values:
            writing.write_row(one)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _is_ours(field: Any, row: Model) -> bool:
    """Tell whether a column is given a value here, rather than by the database."""
    given = field.generated or isinstance(field, AutoField) or isinstance(getattr(row, field.attname), DatabaseDefault)
    return not given


def analyse(*tables: str) -> None:
    """Refresh the planner's statistics of these tables, of all of ours by default.

    Never a bare ANALYZE: it would hold the catalogues that all databases of the server share until the end.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables or connection.introspection.table_names(cursor))}")
