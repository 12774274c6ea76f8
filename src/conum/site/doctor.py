"""What `conum doctor` looks at: what is configured, what can be reached, what is migrated."""

import os
import socket
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from procrastinate.contrib.django.models import ProcrastinateJob

from conum.site.embedded.server import EXTENSIONS
from conum.site.settings.environment import Environment

REACH = 3.0  # seconds


class State(StrEnum):
    """How a thing is."""

    GOOD = "bon"
    NOTICE = "à savoir"
    FAULT = "à corriger"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's table: what was looked at, how it is, what to know or do."""

    subject: str
    state: State
    detail: str


def examine() -> Iterator[Finding]:
    """Look at everything, the database first: nothing more is asked of one that does not answer."""
    environment: Environment = settings.ENVIRONMENT
    yield from _configuration(environment)
    reached = database(environment)
    yield reached
    if reached.state is not State.FAULT:
        yield from (rights(), extensions(), migrations(), jobs())
    yield files(Path(settings.MEDIA_ROOT), environment)
    yield mail(environment)
    yield texting(environment)
    yield sign_in(environment)


def _configuration(environment: Environment) -> Iterator[Finding]:
    yield Finding("Adresse", State.GOOD, environment.address)
    yield Finding("Dossier de données", State.GOOD, str(environment.data_dir))
    said = "les personnes affichées sont inventées" if environment.is_demonstration else "non"
    yield Finding("Démonstration", State.NOTICE if environment.is_demonstration else State.GOOD, said)
    if environment.debug:
        yield Finding("CONUM_DEBUG", State.FAULT, "les pages d’erreur montrent le code : à retirer en production")
    yield secrets(environment)


def secrets(environment: Environment) -> Finding:
    """The keys come from the environment, or from files only their owner may read."""
    kept = [environment.data_dir / name for name in ("secret-key", "file-key")]
    loose = [path for path in kept if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if loose:
        return Finding("Clés", State.FAULT, f"{loose[0]} est lisible par d’autres : chmod 600")
    where = (
        "gardées dans le dossier de données (à sauvegarder)" if environment.embedded else "données par l’environnement"
    )
    return Finding("Clés", State.GOOD, where)


def database(environment: Environment) -> Finding:
    """The database answers, in a version the house supports."""
    subject = "PostgreSQL intégré" if environment.embedded else "DATABASE_URL"
    try:  # directly: the pool would hide why behind « no connection after 3 seconds »
        with psycopg.connect(**connection.get_connection_params(), connect_timeout=int(REACH)) as direct:
            number = direct.info.server_version // 10000
    except psycopg.Error as error:
        return Finding(subject, State.FAULT, str(error).strip().splitlines()[0])
    return Finding(subject, State.GOOD if number >= 15 else State.FAULT, f"version {number} (15 au moins)")


def rights() -> Finding:
    """The application's role owns no table: it could otherwise drop what protects the journal."""
    query = "SELECT current_user, count(*) FROM pg_tables WHERE tableowner = current_user AND schemaname = 'public'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        role, owned = cursor.fetchone()
    if owned:
        advice = "donnez les tables à un autre rôle (CONUM_OWNER_DATABASE_URL)"
        return Finding("Droits en base", State.NOTICE, f"{role} possède {owned} tables : {advice}")
    return Finding("Droits en base", State.GOOD, f"{role} ne possède aucune table")


def extensions() -> Finding:
    """PostgreSQL's extensions that the house uses are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        missing = set(EXTENSIONS) - {row[0] for row in cursor.fetchall()}
    if missing:
        return Finding("Extensions", State.FAULT, f"manquent : {', '.join(sorted(missing))}")
    return Finding("Extensions", State.GOOD, ", ".join(EXTENSIONS))


def migrations() -> Finding:
    """The tables are those of this version of the code."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding("Migrations", State.FAULT, f"{len(waiting)} à appliquer : conum migrate")
    return Finding("Migrations", State.GOOD, f"{len(executor.loader.applied_migrations)} appliquées")


def jobs() -> Finding:
    """No background job has failed for good."""
    try:
        failed = ProcrastinateJob.objects.filter(status="failed").count()
        waiting = ProcrastinateJob.objects.filter(status="todo").count()
    except DatabaseError:
        return Finding("Tâches", State.FAULT, "la file n’existe pas encore : conum migrate")
    return Finding("Tâches", State.FAULT if failed else State.GOOD, f"{waiting} en attente, {failed} en échec")


def files(folder: Path, environment: Environment) -> Finding:
    """Uploaded files have somewhere to go."""
    if environment.s3_bucket:
        endpoint = environment.s3_endpoint or "https://s3.amazonaws.com"
        return _reached("Fichiers (S3)", endpoint, f"{environment.s3_bucket} sur {endpoint}")
    nearest = next(path for path in (folder, *folder.parents) if path.exists())  # the rest is made when needed
    if os.access(nearest, os.W_OK):
        return Finding("Fichiers", State.GOOD, str(folder))
    return Finding("Fichiers", State.FAULT, f"{folder} n’est pas modifiable")


def mail(environment: Environment) -> Finding:
    """The mail server answers, when one is named."""
    if not environment.smtp_host:
        return Finding("Courriels", State.NOTICE, "CONUM_SMTP_HOST n’est pas donnée : rien ne part")
    where = f"//{environment.smtp_host}:{environment.smtp_port}"
    return _reached("Courriels", where, f"{environment.smtp_host}:{environment.smtp_port}")


def texting(environment: Environment) -> Finding:
    """The operator of text messages answers, when one is named; answers come in only with a secret of ours."""
    if not environment.sms_url:
        return Finding("SMS", State.NOTICE, f"CONUM_SMS_URL n’est pas donnée : écrits dans {settings.SMS_FOLDER}")
    closed = "" if environment.sms_callback_token else ", sans réponses (CONUM_SMS_CALLBACK_TOKEN n’est pas donnée)"
    return _reached("SMS", environment.sms_url, f"{urlsplit(environment.sms_url).hostname}{closed}")


def sign_in(environment: Environment) -> Finding:
    """The OpenID Connect provider answers, when one is named."""
    if not environment.oidc_issuer:
        return Finding("Connexion externe", State.NOTICE, "CONUM_OIDC_ISSUER n’est pas donnée : connexion par code")
    return _reached("Connexion externe", environment.oidc_issuer, f"{environment.oidc_name}, {environment.oidc_issuer}")


def _reached(subject: str, address: str, detail: str, connect: Callable[..., socket.socket] | None = None) -> Finding:
    parts = urlsplit(address)
    port = parts.port or (80 if parts.scheme == "http" else 443)
    try:
        (connect or socket.create_connection)((parts.hostname, port), timeout=REACH).close()
    except OSError as error:
        return Finding(subject, State.FAULT, f"{detail} ne répond pas ({error.strerror or error})")
    return Finding(subject, State.GOOD, f"{detail} répond")
