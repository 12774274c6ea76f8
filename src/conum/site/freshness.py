"""Whether the embedded installation was already brought up to date by this very code.

Asking Django takes more than a second at each start; a mark kept beside the database says it at once. It
holds the migrations' files, the pinned packages and the static version: when any changes, Django is asked.
"""

import hashlib
from importlib.metadata import distributions
from pathlib import Path

from conum.site import statics
from conum.site.embedded.place import find_place
from conum.site.settings.environment import Environment


def is_fresh(environment: Environment) -> bool:
    """True when the tables and the static files are those of this code. Always False on a named database."""
    mark = _mark(environment)
    return mark is not None and mark.exists() and mark.read_text() == _fingerprint(environment)


def keep(environment: Environment) -> None:
    """Remember that everything is up to date."""
    mark = _mark(environment)
    if mark is not None:
        mark.write_text(_fingerprint(environment))


def forget(environment: Environment) -> None:
    """Ask Django at the next start: somebody migrates by hand."""
    mark = _mark(environment)
    if mark is not None:
        mark.unlink(missing_ok=True)


def _mark(environment: Environment) -> Path | None:
    """Beside the database's own files, so that it goes with them."""
    return find_place(environment.data_dir / "postgres").home / "up-to-date" if environment.embedded else None


def _fingerprint(environment: Environment) -> str:
    digest = hashlib.sha256(statics.VERSION.encode())
    digest.update(str((environment.data_dir / "static" / statics.VERSION).is_dir()).encode())
    for path in sorted(statics.SOURCES.glob("**/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    installed = sorted(found._path.name for found in distributions())  # type: ignore[attr-defined]
    return digest.hexdigest() + hashlib.sha256(" ".join(installed).encode()).hexdigest()
