"""The tables of a module made in one step of its first migration.

Django draws the classes of the migrations anew after each operation, with every class linked to them, and all are
linked through the person: a new database of 160 tables drew 18 000 classes, for two thirds of its time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


@contextmanager
def _triggers_later(models: list[type[Any]]) -> Iterator[None]:
    """Inside the block, creating a model leaves its triggers to `AddTrigger`: some read tables created after it."""
    kept = [(model._meta, model._meta.triggers) for model in models if hasattr(model._meta, "triggers")]
    try:
        for meta, _ in kept:
            meta.triggers = []
        yield
    finally:
        for meta, triggers in kept:
            meta.triggers = triggers


class CreateTables(Operation):
    """Create models, then their triggers, whose classes are drawn once when all are known.

    Each model is made as the last of the operations leaves it, keys to a later one included: PostgreSQL is given the
    keys once every table is there. Hence only models whole at once and their triggers.

    Arguments: ``operations``, of `CreateModel` and `AddTrigger`.
    Raises ``TypeError`` for any other, which would be done twice.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: list[Operation]) -> None:
        for operation in operations:
            if not isinstance(operation, (CreateModel, AddTrigger)):
                raise TypeError(f"CreateTables makes models and triggers, not: {operation.describe()}")
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models to the state, whose classes are drawn when next asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the tables and the triggers."""
        created = [operation.name for operation in self.operations if isinstance(operation, CreateModel)]
        with _triggers_later([to_state.apps.get_model(app_label, name) for name in created]):
            for operation in self.operations:
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the triggers and the tables, both known of the state that had them."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, from_state)

    def describe(self) -> str:
        """One line of `sqlmigrate`."""
        return f"Create {sum(isinstance(operation, CreateModel) for operation in self.operations)} models"
