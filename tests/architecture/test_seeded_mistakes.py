"""Each kind of mistake, seeded into a copy of the source, is refused: the checks bite."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import source_checks
from tests.architecture.tree import ROOT, Tree

BIN = Path(sys.executable).parent
TERRITORIES = "src/conum/commons/territories"
POSITIONS = "src/conum/domains/positions"
# File of the copy → what is added at its end. New files are not loaded, only read.
SEEDS = {
    f"{POSITIONS}/gateways/seeded_long.py": "\n" * 301,
    f"{POSITIONS}/shop.py": "",
    f"{POSITIONS}/web/widgets.py": "",
    f"{POSITIONS}/queries/utils.py": "",
    f"{POSITIONS}/queries/seeded_side_door.py": "import conum.commons.accounts.web.urls\n",
    f"{POSITIONS}/queries/seeded_network.py": "import urllib.request\nimport requests\n",
    f"{POSITIONS}/queries/seeded_signal.py": "from django.db.models.signals import post_save\n",
    f"{POSITIONS}/queries/seeded_hidden.py": "def answer():\n    import json\n    return json\n",
    f"{POSITIONS}/models/seeded_save.py": "class Model:\n    def save(self):\n        pass\n",
    f"{POSITIONS}/operations/seeded_job.py": 'defer("positions.never_declared", key="1")\n',
    f"{POSITIONS}/rules/seeded.py": '@rule("POS-999")\ndef never(): ...\nimport conum.domains.positions.models\n',
    f"{POSITIONS}/web/templates/positions/seeded.html": "<p>Personne ne me demande.</p>",
    f"{POSITIONS}/enums/seeded.py": "import conum.domains.positions.models\n",
    f"{POSITIONS}/queries/seeded_row.py": "import conum.domains.recruitment.models\n",
    f"{POSITIONS}/queries/seeded_floor.py": "import conum.site.urls\n",
    f"{TERRITORIES}/queries/seeded_sibling.py": "import conum.commons.journal.models\n",
    "src/conum/commons/drawer/__init__.py": "",
}
LOADED_SEEDS = {
    f"{TERRITORIES}/models/seeded.py": """
from django.db import models


class SeededUndeclared(models.Model):
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE)

    class Meta:
        app_label = "territories"
""",
    f"{TERRITORIES}/models/__init__.py": "\nfrom conum.commons.territories.models import seeded  # noqa\n",
    "src/conum/site/urls.py": '\nurlpatterns += [path("seeded/", lambda request: None)]\n',
}


def _copy(where: Path, seeds: dict[str, str]) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "data", "static", "*.pyc")
    shutil.copytree(ROOT / "src", where / "src", ignore=ignored)
    shutil.copytree(ROOT / "tests/architecture", where / "tests/architecture", ignore=ignored)
    for name in ("pyproject.toml", "tests/__init__.py"):
        shutil.copyfile(ROOT / name, where / name)
    for name, text in seeds.items():
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_packages(path.parent, where / "src" / "conum")
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    return where


def _make_packages(folder: Path, top: Path) -> None:
    """A room written as one file in the source becomes a folder here, so that both can be seen."""
    while folder != top and "templates" not in folder.parts and top in folder.parents:
        (folder / "__init__.py").touch()
        folder.with_suffix(".py").unlink(missing_ok=True)
        folder = folder.parent


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _copy(tmp_path_factory.mktemp("spoiled"), SEEDS)


@pytest.fixture(scope="module")
def spoiled_tree(spoiled: Path) -> Tree:
    """The copy, read once for all the checks."""
    return Tree(spoiled)


@pytest.fixture(scope="module")
def broken_contracts(spoiled: Path) -> str:
    return _run(spoiled, str(BIN / "lint-imports"), "--no-cache")


@pytest.fixture(scope="module")
def application_faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    copy = _copy(tmp_path_factory.mktemp("loaded"), LOADED_SEEDS)
    shutil.copytree(ROOT / f"{TERRITORIES}/data", copy / f"{TERRITORIES}/data")
    found: dict[str, list[str]] = json.loads(_run(copy, sys.executable, "-m", "tests.architecture.application_checks"))
    return found


def _run(where: Path, *command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{where}/src{os.pathsep}{where}", "CONUM_DATA_DIR": str(where / "data")}
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
    return done.stdout or done.stderr


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        (source_checks.long_files, "seeded_long.py: 301 lines"),
        (source_checks.unknown_rooms, "positions/shop.py"),
        (source_checks.unknown_rooms, "positions/web/widgets.py"),
        (source_checks.unknown_rooms, "positions/queries/utils.py: a drawer"),
        (source_checks.unlisted_modules, "conum.commons.drawer"),
        (source_checks.side_doors, "seeded_side_door.py:1: enters conum.commons.accounts.web.urls by web"),
        (source_checks.network_outside_gateways, "seeded_network.py:1: imports urllib.request"),
        (source_checks.hidden_effects, "seeded_signal.py:1: uses a signal"),
        (source_checks.hidden_effects, "seeded_save.py:2: overrides save"),
        (source_checks.unknown_jobs, "defers positions.never_declared, no such job"),
        (source_checks.untested_rules, "no test of POS-999"),
        (source_checks.unused_templates, "positions/seeded.html: no view or template names it"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_mistake_in_the_source_is_refused(check: source_checks.Check, fault: str, spoiled_tree: Tree) -> None:
    faults = check(spoiled_tree)
    assert any(fault in line for line in faults), faults


@pytest.mark.parametrize(
    "fault",
    [
        "conum.domains.positions.queries.seeded_floor -> conum.site.urls",
        "conum.commons.territories.queries.seeded_sibling -> conum.commons.journal.models",
        "conum.domains.positions.queries.seeded_row -> conum.domains.recruitment.models",
        "conum.domains.positions.enums.seeded -> conum.domains.positions.models",
        "conum.domains.positions.rules.seeded -> conum.domains.positions.models",
        "conum.domains.positions.queries.seeded_network -> requests",
        "conum.commons.drawer",
    ],
)
def test_an_import_that_goes_up_or_aside_is_refused(fault: str, broken_contracts: str) -> None:
    assert fault in " ".join(broken_contracts.split())


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        ("undeclared_personal_data", "SeededUndeclared: no personal_data declaration"),
        ("keys_across_modules", "SeededUndeclared.person: points up or aside to commons.accounts"),
        ("keys_across_modules", 'SeededUndeclared.person: without related_name="+"'),
        ("keys_across_modules", "SeededUndeclared.person: without on_delete=PROTECT"),
        ("open_doors", "/seeded/: no permission, and not declared public"),
    ],
)
def test_a_mistake_in_the_application_is_refused(
    check: str, fault: str, application_faults: dict[str, list[str]]
) -> None:
    assert fault in application_faults[check]


def test_an_import_inside_a_function_is_refused(spoiled: Path) -> None:
    output = _run(spoiled, str(BIN / "ruff"), "check", "--no-cache", f"{POSITIONS}/queries/seeded_hidden.py")
    assert "PLC0415" in output
