"""The second start asks Django nothing, unless something changed."""

from pathlib import Path

import pytest

from conum.site import freshness, statics
from conum.site.settings.environment import Environment, read


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    sources = tmp_path / "sources"
    (sources / "people" / "migrations").mkdir(parents=True)
    (sources / "people" / "migrations" / "0001_first.py").write_text("one")
    monkeypatch.setattr(statics, "SOURCES", sources)
    monkeypatch.setattr(freshness, "_mark", lambda given: tmp_path / "mark" if given.embedded else None)
    made = read({"CONUM_DATA_DIR": str(tmp_path)})
    (made.data_dir / "static" / statics.VERSION).mkdir(parents=True)
    return made


def test_a_new_installation_is_not_fresh_and_is_once_kept(environment: Environment) -> None:
    assert not freshness.is_fresh(environment)
    freshness.keep(environment)
    assert freshness.is_fresh(environment)


def test_a_changed_migration_is_seen(environment: Environment) -> None:
    freshness.keep(environment)
    (statics.SOURCES / "people" / "migrations" / "0001_first.py").write_text("two")
    assert not freshness.is_fresh(environment)


def test_missing_static_files_are_seen(environment: Environment) -> None:
    freshness.keep(environment)
    (environment.data_dir / "static" / statics.VERSION).rmdir()
    assert not freshness.is_fresh(environment)


def test_migrating_by_hand_makes_the_next_start_ask(environment: Environment) -> None:
    freshness.keep(environment)
    freshness.forget(environment)
    assert not freshness.is_fresh(environment)


def test_a_named_database_is_always_asked(environment: Environment) -> None:
    named = environment.model_copy(update={"database_url": "postgresql:///conum"})
    freshness.keep(named)
    assert not freshness.is_fresh(named)
