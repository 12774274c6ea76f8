"""A column of instants: several ranges of time in one value (`tstzmultirange`), which Django has no field for."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Lookup
from psycopg.types.multirange import Multirange, TimestamptzMultirange
from psycopg.types.range import Range


class InstantsField(models.Field):
    """Ranges of instants, sorted and disjoint as PostgreSQL keeps them; null when unknown, empty when none.

    Values are `psycopg` `Multirange` or any iterable of `Range` of aware datetimes. Lookups: `__covers` (an
    instant, by index), `__meets` (a range or ranges overlap).
    """

    description = "Ranges of instants"

    def db_type(self, connection: Any) -> str:
        """Return the PostgreSQL type."""
        return "tstzmultirange"

    def get_prep_value(self, value: Any) -> Any:
        """Return a multirange that the driver sends with its type."""
        value = super().get_prep_value(value)
        if value is None or isinstance(value, TimestamptzMultirange):
            return value
        return TimestamptzMultirange(value)

    def to_python(self, value: Any) -> Multirange | None:
        """Return a multirange of what was given."""
        return value if value is None or isinstance(value, Multirange) else Multirange(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the ranges as ISO instants: `2026-01-05T08:00:00+00:00/2026-01-05T11:00:00+00:00 …`."""
        ranges: list[Range[Any]] = list(self.value_from_object(obj) or ())
        return " ".join(f"{part.lower.isoformat()}/{part.upper.isoformat()}" for part in ranges)


@InstantsField.register_lookup
class Covers(Lookup):
    """`open_during__covers=now`: the instant is inside one of the ranges."""

    lookup_name = "covers"

    def get_prep_lookup(self) -> Any:
        """Keep the instant as it is."""
        return self.rhs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return `column @> instant`."""
        left, params = self.process_lhs(compiler, connection)
        right, more = self._instant(compiler)
        return f"{left} @> {right}::timestamptz", [*params, *more]

    def _instant(self, compiler: Any) -> tuple[str, list[Any]]:
        if hasattr(self.rhs, "as_sql"):
            sql, params = compiler.compile(self.rhs)
            return f"({sql})", list(params)
        return "%s", [self.rhs]


@InstantsField.register_lookup
class Meets(Lookup):
    """`open_during__meets=range`: at least one instant in common with a range or a multirange."""

    lookup_name = "meets"

    def get_prep_lookup(self) -> Any:
        """Return a value the driver sends with its type."""
        if isinstance(self.rhs, Range):
            return DateTimeRangeField().get_prep_value(self.rhs)
        return self.lhs.output_field.get_prep_value(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return `column && ranges`."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} && %s", [*params, self.rhs]
