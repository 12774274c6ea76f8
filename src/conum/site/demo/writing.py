"""Rows of the demonstration into their tables, however many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import connection
from django.db.models import Model

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
            type(rows[0])._default_manager.bulk_create(batch)
            self._count(type(rows[0])._meta.db_table, len(batch))

    def _count(self, table: str, more: int) -> None:
        self.written[table] += more
        if self.written[table] >= 2 * self.analysed[table]:
            analyse(table)
            self.analysed[table] = self.written[table]


def analyse(*tables: str) -> None:
    """Refresh the planner's statistics of these tables, of all of ours by default.

    Never a bare ANALYZE: it would hold the catalogues that all databases of the server share until the end.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables or connection.introspection.table_names(cursor))}")
