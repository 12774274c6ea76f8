"""`conum`: a thin front on Django's management commands, with the embedded server running under them."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from conum.site import freshness, run
from conum.site.embedded import roles, server
from conum.site.embedded.place import EmbeddedFault
from conum.site.settings import environment

OWNER_COMMANDS = ("migrate", "run", "pgtrigger", "backup", "restore")
WITHOUT_DATABASE = ("help", "makemigrations", "makemessages", "compilemessages", "messages", "--help", "--version")


def main() -> None:
    """Run `conum <command> …`; a fault of the environment is one sentence and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conum.site.settings.base")
    command = (sys.argv[1:] or ["help"])[0]
    if not command.startswith("-"):  # people type import-zones; a Python module is named import_zones
        sys.argv[1:2] = [command := command.replace("-", "_")]
    if command in OWNER_COMMANDS:
        os.environ.setdefault("CONUM_AS_OWNER", "1")
    try:
        sys.exit(_perform(command, environment.read()))
    except (environment.EnvironmentFault, EmbeddedFault) as fault:
        sys.exit(f"conum : {fault}")
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        french = f"conum : la base de données ne répond pas ({reason}) ; « conum doctor » en dit plus."
        sys.exit(environment.say(french, f'conum: the database does not answer ({reason}); try "conum doctor".'))


def _perform(command: str, read: environment.Environment) -> int:
    if command == "run":
        return run.run(read)
    if command in OWNER_COMMANDS:
        freshness.forget(read)
    if command in WITHOUT_DATABASE or not read.embedded:
        execute_from_command_line(sys.argv)
        return 0
    folder = read.data_dir / "postgres"
    with server.running(folder):
        roles.make_database(folder, "conum")
        execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    main()
