"""The house is as docs/architecture.md draws it."""

import os
import subprocess
import sys

import pytest

from tests.architecture import application_checks
from tests.architecture.source_checks import CHECKS, Check
from tests.architecture.tree import ROOT, Tree


@pytest.fixture(scope="module")
def house() -> Tree:
    """The source, read once for all the checks."""
    return Tree(ROOT)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_source_has_no_fault(check: Check, house: Tree) -> None:
    faults = check(house)
    assert not faults, "\n".join([check.__doc__ or "", *faults])


@pytest.mark.parametrize("check", ["undeclared_personal_data", "keys_across_modules", "open_doors"])
def test_the_application_has_no_fault(check: str) -> None:
    faults = application_checks.faults()[check]
    assert not faults, "\n".join(faults)


def test_the_contracts_between_floors_rows_and_rooms_hold() -> None:
    command = [os.path.join(os.path.dirname(sys.executable), "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout.partition("Contracts\n")[2]
