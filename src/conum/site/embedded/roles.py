"""Two database roles: the owner migrates, the application reads and writes rows and nothing more.

The application's role owns no table: it cannot drop a trigger, empty a table or change a constraint,
whatever reaches its credentials. The embedded server makes both; `docs/cookbook.md` shows the same
statements for a named database.
"""

from pathlib import Path

import psycopg
from psycopg import sql

from conum.site.embedded.server import conninfo

OWNER = "conum_owner"
APPLICATION = "conum_app"
ON_SERVER = (
    f"CREATE ROLE {OWNER} LOGIN",
    f"CREATE ROLE {APPLICATION} LOGIN",
    f"GRANT pg_maintain TO {APPLICATION}",  # ANALYZE after bulk writes, refresh of materialised views
)
IN_DATABASE = (
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APPLICATION}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {APPLICATION}",
)


def make_database(folder: Path, name: str) -> bool:
    """Make the roles and the database ``name`` of the embedded server ``folder`` unless they are there.

    Returns True when the database was made now.
    """
    with psycopg.connect(**conninfo(folder, "postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
            for statement in ON_SERVER:
                connection.execute(statement)
        named = [sql.Identifier(word) for word in (name, OWNER)]
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*named))
    with psycopg.connect(**conninfo(folder, name), autocommit=True) as connection:
        for statement in IN_DATABASE:
            connection.execute(statement)
    return True
