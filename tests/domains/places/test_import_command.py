"""`conum import-places`: what scripts read of it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conum.domains.places.models import Place
from tests.domains.places.files import as_csv, place_file

pytestmark = pytest.mark.django_db


def run(path: Path, *options: str) -> tuple[int, list[str]]:
    """Return the exit code and the lines of the output."""
    out, code = io.StringIO(), 0
    try:
        call_command("import_places", str(path), *options, stdout=out)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return code, out.getvalue().splitlines()


def test_all_good_is_exit_code_0_and_counts_on_the_last_line(tmp_path: Path) -> None:
    path = place_file(tmp_path, as_csv([{}])).path

    assert run(path, "--dry-run")[1][-1] == "read=1 created=1 updated=0 unchanged=0 refused=0"
    assert not Place.objects.exists()
    assert run(path, "--apply") == (0, ["read=1 created=1 updated=0 unchanged=0 refused=0"])
    assert run(path, "--apply") == (0, ["read=1 created=0 updated=0 unchanged=1 refused=0"])


def test_refused_lines_are_exit_code_2_and_told_by_line_and_column(tmp_path: Path) -> None:
    path = place_file(tmp_path, as_csv([{"frais_a_charge": "Gratuits"}, {"id": "lieu-2"}])).path
    everything = tmp_path / "rapport.csv"

    code, lines = run(path, "--apply", "--report", str(everything))

    assert code == 2
    assert lines[0].startswith("ligne 2, colonne frais_a_charge : « Gratuits » n’est pas une valeur de la liste.")
    assert lines[0].endswith("Reçu : « Gratuits ». Règle : v1.0.2. Valeur proposée : Gratuit.")
    assert lines[-1] == "read=2 created=1 updated=0 unchanged=0 refused=1"
    assert "frais_a_charge" in everything.read_text(encoding="utf-8-sig")


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="illisible"):
        run(tmp_path / "absent.csv")
    good = place_file(tmp_path, as_csv([{}])).path
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        run(good, "--report", str(tmp_path / "nulle" / "part.csv"))
    cut = tmp_path / "coupe.csv"
    cut.write_text(as_csv([{}]) + '"' + "x" * 100)
    with pytest.raises(CommandError, match="Ligne 3 : un guillemet .* jamais refermé"):
        run(cut, "--apply")
    assert not Place.objects.exists()
