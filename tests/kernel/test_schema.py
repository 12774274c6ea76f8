"""`CreateTables`: models that hold keys to each other and their triggers, made and dropped in one step."""

import pgtrigger
import pytest
from django.db import DatabaseError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

from conum.kernel.schema import CreateTables
from tests.support import database

IDENTIFIER = ("id", models.IntegerField(primary_key=True))
READS_EGGS = pgtrigger.Trigger(
    name="egg_there",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("egg", "kernel_egg%ROWTYPE")],  # refused where the table is not there yet
    func="RAISE EXCEPTION 'no hen today';",
)


def _hen() -> migrations.CreateModel:
    egg = ("egg", models.ForeignKey("kernel.egg", models.PROTECT, null=True, related_name="+"))
    return migrations.CreateModel("Hen", [IDENTIFIER, egg])


def _operation() -> CreateTables:
    drawn = ProjectState()
    CreateTables([_hen(), _egg()]).state_forwards("kernel", drawn)
    trigger = READS_EGGS.compile(drawn.apps.get_model("kernel", "hen"))
    return CreateTables([_hen(), _egg(), AddTrigger("hen", trigger)])


def _egg() -> migrations.CreateModel:
    hen = ("hen", models.ForeignKey("kernel.hen", models.PROTECT, related_name="+"))
    return migrations.CreateModel("Egg", [IDENTIFIER, hen])


def _kernel_tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name in ("kernel_hen", "kernel_egg")}


@pytest.mark.django_db
def test_models_that_need_each_other_and_a_trigger_that_reads_a_later_one_are_made_then_dropped() -> None:
    operation, before, after = _operation(), ProjectState(), ProjectState()
    operation.state_forwards("kernel", after)
    with database.as_owner():
        with connection.schema_editor() as editor:
            operation.database_forwards("kernel", editor, before, after)
        assert _kernel_tables() == {"kernel_hen", "kernel_egg"}
        with pytest.raises(DatabaseError, match="no hen today"), transaction.atomic():
            after.apps.get_model("kernel", "hen").objects.create(id=1)
        with connection.schema_editor() as editor:
            operation.database_backwards("kernel", editor, after, before)
        assert not _kernel_tables()


def test_classes_drawn_before_are_drawn_again_when_asked_for() -> None:
    state = ProjectState()
    assert not state.apps.get_models()
    _operation().state_forwards("kernel", state)
    assert {model.__name__ for model in state.apps.get_models()} == {"Hen", "Egg"}
    assert [trigger.name for trigger in state.models["kernel", "hen"].options["triggers"]] == ["egg_there"]


def test_what_would_be_done_twice_is_refused() -> None:
    with pytest.raises(TypeError, match="Add field size to egg"):
        CreateTables([_egg(), migrations.AddField("egg", "size", models.IntegerField())])


def test_it_says_what_it_makes() -> None:
    assert _operation().describe() == "Create 2 models"
