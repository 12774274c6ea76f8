"""`conum run`: the database, the web server and the job worker together; one signal stops all of them."""

import os
import socket
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console

from conum.site import freshness, statics, supervisor
from conum.site.embedded import roles, server
from conum.site.settings.environment import Environment, EnvironmentFault, say

CONSOLE = Console(highlight=False)
ROLE = {"CONUM_AS_OWNER": "0"}  # web and jobs connect as the application, never as the owner
WEB_OPTIONS = [
    "--interface=wsgi",
    "--blocking-threads=2",
    "--backpressure=64",
    "--respawn-failed-workers",
    "--workers-kill-timeout=10",
    "--no-ws",
    "--log-level=warning",
]
WEB_PATIENCE = 60.0  # seconds


def run(environment: Environment) -> int:
    """Start everything and stay until a signal. Returns the exit code.

    Raises `EnvironmentFault` when the port is taken, `EmbeddedFault` when PostgreSQL does not start.
    """
    _check_port_is_free(environment)
    processes = supervisor.Supervisor()
    try:
        if environment.embedded:
            folder = environment.data_dir / "postgres"
            processes.start("PostgreSQL", lambda: server.start(folder))
            roles.make_database(folder, "conum")
        if not freshness.is_fresh(environment):
            prepare()
            freshness.keep(environment)
        processes.start("web", lambda: _start_web(environment))
        if _wait_until_served(environment, processes):
            processes.start("jobs", _start_jobs)  # after the first page, which needs the processor more
            if environment.stands_in:
                processes.start("FranceConnect (simulation)", lambda: _start_stand_in(environment))
            CONSOLE.print(f"\n[bold]Conum[/bold] : {environment.address}    (Ctrl-C arrête tout)\n")
            _demonstrate(environment, processes)
        return processes.watch()
    finally:
        processes.stop()


def prepare() -> None:
    """Bring the tables and the static files up to date; does nothing when they are."""
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with CONSOLE.status("Préparation de la base de données…"):
            call_command("migrate", verbosity=0, interactive=False, database=DEFAULT_DB_ALIAS)
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    root = Path(settings.STATIC_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    statics.collect(root)
    caches["searches"].clear()  # written from another database, perhaps: one that was restored


def _check_port_is_free(environment: Environment) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((environment.host, environment.port))
        except OSError:
            port = environment.port
            raise EnvironmentFault(
                say(
                    f"Le port {port} de {environment.host} n’est pas libre : donnez-en un autre, PORT={port + 1}.",
                    f"Port {port} of {environment.host} is not free: give another one, PORT={port + 1}.",
                )
            ) from None


def _start_web(environment: Environment) -> "supervisor.subprocess.Popen[bytes]":
    where = ["--host", environment.host, "--port", str(environment.port)]
    workers = ["--workers", str(environment.web_workers)]
    command = [sys.executable, "-m", "granian", *WEB_OPTIONS, *where, *workers, "conum.site.wsgi:application"]
    return supervisor.spawn(*command, environment=ROLE)


def _start_jobs() -> "supervisor.subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "conum.site.cli", "procrastinate", "worker", "--concurrency", "2"]
    return supervisor.spawn(*command, environment=ROLE)


def _start_stand_in(environment: Environment) -> "supervisor.subprocess.Popen[bytes]":
    """The provider that plays FranceConnect, on the address our pages send citizens to."""
    hosts = ("localhost", "127.0.0.1")
    clients = [f"--client-address=http://{host}:{environment.port}" for host in hosts]
    where = ["--host", environment.host, "--port", environment.stand_in_address.rpartition(":")[2]]
    command = [sys.executable, "-m", "conum.site.stand_in", *where, *clients]
    return supervisor.spawn(*command, environment={"STAND_IN_SECRET": environment.franceconnect_secret})


def _wait_until_served(environment: Environment, processes: supervisor.Supervisor) -> bool:
    deadline = time.monotonic() + WEB_PATIENCE
    while time.monotonic() < deadline and not processes.asked.wait(0.05):
        if _answers(environment):
            return True
    return False


def _answers(environment: Environment) -> bool:
    try:
        with socket.create_connection((environment.host, environment.port), timeout=10) as web:
            web.sendall(b"HEAD / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return bool(web.recv(16))
    except OSError:
        return False


def _demonstrate(environment: Environment, processes: supervisor.Supervisor) -> None:
    """Load the invented data the first time, then print who may sign in (`conum demo` does both)."""
    if not environment.is_demonstration:
        return
    command = [sys.executable, "-m", "conum.site.cli", "demo", "--if-absent", "--accounts"]
    loading = supervisor.spawn(*command, environment=ROLE)
    while loading.poll() is None:
        if processes.asked.wait(0.2):
            os.killpg(loading.pid, supervisor.signal.SIGTERM)
            loading.wait()
            return
