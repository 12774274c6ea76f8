"""Runs the rows, each size in a process of its own, prints the table, writes `.data/bench.json`.

python -m bench                       every row at every size
python -m bench start matching-live   these rows
python -m bench matching-plan --size 10x
"""

import argparse
import importlib
import json
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from rich.console import Console

from bench import rows
from bench.table import Figure, draw

REPORT = Path(__file__).resolve().parents[1] / ".data" / "bench.json"
CONSOLE = Console()


def known_rows() -> dict[str, ModuleType]:
    """The modules of `bench/rows/` by the name of their row.

    Each has ``NAME``, ``SIZES`` (texts) and ``measure(size)``, which returns one `Figure` or several.
    """
    modules = [importlib.import_module(f"bench.rows.{found.name}") for found in pkgutil.iter_modules(rows.__path__)]
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}


def main() -> int:
    """Run what is asked; returns 1 when a row fails or a bar does not hold."""
    arguments = _arguments()
    found = known_rows()
    unknown = [name for name in arguments.rows if name not in found]
    if unknown:
        CONSOLE.print(f"Ligne inconnue : {', '.join(unknown)}. Lignes : {', '.join(found)}.")
        return 2
    if arguments.into:
        return _measure_here(found[arguments.rows[0]], arguments.size, Path(arguments.into))
    asked = [(name, size) for name in arguments.rows or found for size in _sizes(found[name], arguments.size)]
    results = [_measure_apart(name, size) for name, size in asked]
    figures = [figure for result in results for figure in result or []]
    _report(figures)
    CONSOLE.print(draw(figures))
    return 0 if all(results) and all(figure.holds for figure in figures) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("rows", nargs="*")
    parser.add_argument("--size", help="une seule taille")
    parser.add_argument("--into", help=argparse.SUPPRESS)
    return parser.parse_args()


def _sizes(row: ModuleType, only: str | None) -> list[str]:
    return [size for size in row.SIZES if only in (None, size)]


def _measure_here(row: ModuleType, size: str, into: Path) -> int:
    measured = row.measure(size)
    figures = [measured] if isinstance(measured, Figure) else list(measured)
    into.write_text(json.dumps([figure.as_json() for figure in figures]), encoding="utf-8")
    return 0


def _measure_apart(name: str, size: str) -> list[Figure] | None:
    """The figures of one row at one size; None when its process fails (its message was printed)."""
    CONSOLE.print(f"{name} ({size})…")
    with tempfile.NamedTemporaryFile(suffix=".json") as into:
        command = [sys.executable, "-m", "bench", name, "--size", size, "--into", into.name]
        if subprocess.run(command, check=False).returncode:
            CONSOLE.print(f"{name} ({size}) : échec.")
            return None
        return [Figure(**figure) for figure in json.loads(Path(into.name).read_text(encoding="utf-8"))]


def _report(figures: list[Figure]) -> None:
    """Write the figures of this run; those of rows not run now stay as they were."""
    fresh = {(figure.row, figure.size) for figure in figures}
    former = json.loads(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else []
    kept = [line for line in former if (line["row"], line["size"]) not in fresh]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    lines = sorted(kept + [figure.as_json() for figure in figures], key=lambda line: (line["row"], str(line["size"])))
    REPORT.write_text(json.dumps(lines, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
