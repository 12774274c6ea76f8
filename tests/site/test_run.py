"""`conum run`, for real: from an empty folder to a page, again at once, and nothing left after a signal."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from conum.site.embedded import server


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that the database's own system user may enter."""
    made = subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip()
    Path(made).chmod(0o755)
    yield Path(made)
    subprocess.run(["rm", "-rf", made], check=True)


def _started(folder: Path) -> tuple["subprocess.Popen[str]", str]:
    """The running program and the address it printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(("CONUM_", "DJANGO_"))}
    own = {"CONUM_DATA_DIR": str(folder), "PORT": str(port), "CONUM_DEMONSTRATION": "0", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "conum.site.cli", "run"]
    process = subprocess.Popen(command, env=inherited | own, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    line = next((line for line in process.stdout if "http://" in line), "")
    return process, line.split()[2] if line else ""


@pytest.mark.long
def test_it_serves_then_stops_on_a_signal_and_starts_again_with_its_data(folder: Path) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        process, address = _started(folder)
        with process, urlopen(f"{address}/sources-et-licences") as page:
            assert page.status == 200
            assert "Content-Security-Policy" in page.headers
            _check_style(address, page.read().decode())
            process.send_signal(number)
            assert process.wait(60) == 0
        assert not server.answers(folder / "postgres")
    assert (folder / "postgres" / "up-to-date").exists()


def _check_style(address: str, page: str) -> None:
    """Browsers may keep the page's style for ever, and receive it compressed."""
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    with urlopen(Request(address + style, headers={"Accept-Encoding": "gzip"})) as sheet:
        assert "immutable" in sheet.headers["Cache-Control"]
        assert sheet.headers["Content-Encoding"] == "gzip"
