"""`conum`: a thin front on Django's management commands, with the embedded server running under them."""

import os
import sys

from django.core.management import execute_from_command_line

from conum.site.embedded import roles, server
from conum.site.embedded.place import EmbeddedFault
from conum.site.settings import environment

OWNER_COMMANDS = ("migrate", "run", "pgtrigger")
OWN_SERVER_COMMANDS = ("run", "help", "makemigrations")  # these start the database themselves or need none


def main() -> None:
    """Run `conum <command> …`; a fault of the environment is one sentence and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conum.site.settings.base")
    if sys.argv[1:2] and sys.argv[1] in OWNER_COMMANDS:
        os.environ["CONUM_AS_OWNER"] = "1"
    try:
        read = environment.read()
        if not read.embedded or (sys.argv[1:] or ["help"])[0] in OWN_SERVER_COMMANDS:
            execute_from_command_line(sys.argv)
            return
        folder = read.data_dir / "postgres"
        with server.running(folder):
            roles.make_database(folder, "conum")
            execute_from_command_line(sys.argv)
    except (environment.EnvironmentFault, EmbeddedFault) as fault:
        sys.exit(f"conum : {fault}")


if __name__ == "__main__":
    main()
