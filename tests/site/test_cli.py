"""The console: one sentence and an exit code, never a traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

NAMED = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "CONUM_SECRET_KEY": "a" * 43,
    "CONUM_FILE_KEY": "a" * 43,
    "CONUM_BENEFICIARY_KEY": "a" * 43,
}


def conum(folder: Path, *command: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(("CONUM_", "DJANGO_", "PORT"))}
    environment = {**inherited, "LC_ALL": "fr_FR", "CONUM_DATA_DIR": str(folder), **variables}
    whole = [sys.executable, "-m", "conum.site.cli", *command]
    return subprocess.run(whole, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.long
@pytest.mark.parametrize(
    ("command", "variables", "sentence"),
    [
        ("run", {"PORT": "none"}, "conum : La variable PORT doit être un numéro de port entre 1 et 65535."),
        ("migrate", NAMED | {"CONUM_FILE_KEY": ""}, "conum : La variable CONUM_FILE_KEY doit contenir 32 octets"),
        ("migrate", NAMED, "conum : la base de données ne répond pas ("),
        ("run", NAMED, "conum : la base de données ne répond pas ("),
    ],
)
def test_a_fault_is_one_sentence(command: str, variables: dict[str, str], sentence: str, tmp_path: Path) -> None:
    done = conum(tmp_path, command, **variables)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said_with_another_one_to_try(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = conum(tmp_path, "run", PORT=str(port))
    assert done.returncode == 1
    assert f"Le port {port} de 127.0.0.1 n’est pas libre" in done.stderr
    assert f"PORT={port + 1}" in done.stderr


def test_the_help_needs_no_database(tmp_path: Path) -> None:
    done = conum(tmp_path, "help")
    assert done.returncode == 0
    assert "doctor" in done.stdout
    assert not (tmp_path / "postgres").exists()
