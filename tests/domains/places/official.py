"""The official validator on what we write, and the real files when they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from frictionless import Dialect, Resource, Schema, formats

from conum.domains.places.queries.export import official_schema

REAL = Path(os.environ.get("CONUM_REAL_PLACES", Path(__file__).parents[5] / "shared" / "data" / "places"))


def errors(path: Path) -> list[str]:
    """Return what the official Table Schema says of a CSV, one sentence per error."""
    dialect = Dialect(controls=[formats.CsvControl(delimiter=",")])
    schema = Schema.from_descriptor(official_schema())
    resource = Resource(path=path.name, basepath=str(path.parent), schema=schema, dialect=dialect, encoding="utf-8")
    return [error.message for task in resource.validate(limit_errors=50).tasks for error in task.errors]


def real(name: str) -> Path:
    """Return a real file; the test is skipped where it is not at hand."""
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} is not at hand")
    return path
