"""The environment, read and checked once, in one typed place.

Nothing else in the project reads ``os.environ``. A missing or wrong variable gives one sentence
that names it (``EnvironmentFault``), never a traceback.
"""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

PROJECT_ROOT = Path(__file__).resolve().parents[4]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]


class EnvironmentFault(Exception):
    """A variable of the environment is missing or wrong; the message names it in one sentence."""


class Environment(BaseModel):
    """Every setting that may come from outside. The alias of a field is the variable's name."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    # Where
    port: int = Field(8000, alias="PORT", ge=1, le=65535)
    host: Text = Field("127.0.0.1", alias="CONUM_HOST")
    data_dir: Path = Field(PROJECT_ROOT / ".data", alias="CONUM_DATA_DIR")
    public_url: Text = Field("", alias="CONUM_PUBLIC_URL", pattern=r"^(https?://[^/\s]+)?$")
    allowed_hosts: Text = Field("", alias="CONUM_ALLOWED_HOSTS")
    trusted_proxies: int = Field(0, alias="CONUM_TRUSTED_PROXIES", ge=0, le=5)
    debug: bool = Field(False, alias="CONUM_DEBUG")
    demonstration: bool | None = Field(None, alias="CONUM_DEMONSTRATION")
    # Database: none named means the embedded one
    database_url: Text = Field("", alias="DATABASE_URL", pattern=r"^(postgres(ql)?://.+)?$")
    owner_database_url: Text = Field("", alias="CONUM_OWNER_DATABASE_URL", pattern=r"^(postgres(ql)?://.+)?$")
    as_owner: bool = Field(False, alias="CONUM_AS_OWNER")  # set by `conum` for the commands that migrate
    pool_size: int = Field(8, alias="CONUM_POOL_SIZE", ge=2, le=200)
    web_workers: int = Field(2, alias="CONUM_WEB_WORKERS", ge=1, le=64)
    # Secrets: 32 random bytes or more; made and kept in the data folder for the embedded database
    secret_key: Text = Field("", alias="CONUM_SECRET_KEY")
    file_key: Text = Field("", alias="CONUM_FILE_KEY")
    file_keys_older: Text = Field("", alias="CONUM_FILE_KEYS_OLDER")  # spaces between; until `conum files rekey`
    beneficiary_key: Text = Field("", alias="CONUM_BENEFICIARY_KEY")  # citizens' identity; never changes (MAN-32)
    # Mail
    smtp_host: Text = Field("", alias="CONUM_SMTP_HOST")
    smtp_port: int = Field(587, alias="CONUM_SMTP_PORT", ge=1, le=65535)
    smtp_user: Text = Field("", alias="CONUM_SMTP_USER")
    smtp_password: str = Field("", alias="CONUM_SMTP_PASSWORD")
    smtp_security: Literal["starttls", "tls", "none"] = Field("starttls", alias="CONUM_SMTP_SECURITY")
    mail_from: Text = Field("Conum <ne-pas-repondre@conum.invalid>", alias="CONUM_MAIL_FROM")
    # Text messages: an operator's address; files of the data folder when none is named
    sms_url: Text = Field("", alias="CONUM_SMS_URL", pattern=r"^(https?://\S+)?$")
    sms_token: str = Field("", alias="CONUM_SMS_TOKEN")
    sms_sender: Text = Field("Conum", alias="CONUM_SMS_SENDER", pattern=r"^[A-Za-z0-9]{3,11}$")
    sms_callback_token: str = Field("", alias="CONUM_SMS_CALLBACK_TOKEN", pattern=r"^([!-~]{43,})?$")
    # Sign-in by an OpenID Connect provider
    oidc_issuer: Text = Field("", alias="CONUM_OIDC_ISSUER", pattern=r"^(https?://\S+)?$")
    oidc_client_id: Text = Field("", alias="CONUM_OIDC_CLIENT_ID")
    oidc_client_secret: str = Field("", alias="CONUM_OIDC_CLIENT_SECRET")
    oidc_name: Text = Field("ProConnect", alias="CONUM_OIDC_NAME")
    # FranceConnect, by which citizens say who they are; the demonstration runs a provider that stands in for it
    franceconnect_issuer: Text = Field("", alias="CONUM_FRANCECONNECT_ISSUER", pattern=r"^(https?://\S+)?$")
    franceconnect_client_id: Text = Field("", alias="CONUM_FRANCECONNECT_CLIENT_ID")
    franceconnect_client_secret: str = Field("", alias="CONUM_FRANCECONNECT_CLIENT_SECRET")
    stand_in_port: int = Field(0, alias="CONUM_FRANCECONNECT_STAND_IN_PORT", ge=0, le=65535)
    # The public directory of companies, or a copy of it
    company_directory: Text = Field(
        "https://recherche-entreprises.api.gouv.fr/search", alias="CONUM_COMPANY_DIRECTORY", pattern=r"^https?://\S+$"
    )
    # The national address API, or a copy of it
    address_search: Text = Field(
        "https://data.geopf.fr/geocodage/search", alias="CONUM_ADDRESS_SEARCH", pattern=r"^(https?://\S+)?$"
    )
    # Tiles behind maps, as `https://host/{z}/{x}/{y}.png`, and whose they are; without them, our own outlines
    map_tiles: Text = Field("", alias="CONUM_MAP_TILES", pattern=r"^(https?://[^/\s{}]+/\S*\{z\}\S*)?$")
    map_credit: Text = Field("", alias="CONUM_MAP_CREDIT")
    # Files on S3 instead of the data folder
    s3_bucket: Text = Field("", alias="CONUM_S3_BUCKET")
    s3_endpoint: Text = Field("", alias="CONUM_S3_ENDPOINT", pattern=r"^(https?://\S+)?$")
    s3_region: Text = Field("", alias="CONUM_S3_REGION")
    s3_access_key: Text = Field("", alias="CONUM_S3_ACCESS_KEY")
    s3_secret_key: str = Field("", alias="CONUM_S3_SECRET_KEY")

    @property
    def embedded(self) -> bool:
        """True when no database is named: the embedded PostgreSQL of the data folder serves."""
        return not self.database_url

    @property
    def is_demonstration(self) -> bool:
        """True when the installation shows invented people: by default, the embedded one."""
        return self.embedded if self.demonstration is None else self.demonstration

    @property
    def address(self) -> str:
        """The address people type, without a final slash."""
        return self.public_url or f"http://{'localhost' if self.host in LOCAL_HOSTS else self.host}:{self.port}"

    @property
    def stands_in(self) -> bool:
        """True when a provider of ours plays FranceConnect: a demonstration on this machine, no real one named."""
        return self.is_demonstration and not self.franceconnect_issuer and not self.public_url

    @property
    def stand_in_address(self) -> str:
        """Address of the provider that stands in for FranceConnect: 1000 ports above ours unless another is given."""
        above = self.port + 1000 if self.port <= 64535 else self.port - 1000
        return f"http://localhost:{self.stand_in_port or above}"

    @property
    def franceconnect(self) -> str:
        """Issuer of citizens' identities, empty when there is none."""
        return self.franceconnect_issuer or (self.stand_in_address if self.stands_in else "")

    @property
    def identity_source(self) -> str:
        """Under which name its subjects are hashed: the stand-in keeps one, whatever the port it listens on."""
        return self.franceconnect_issuer.rstrip("/") or "stand-in"

    @property
    def franceconnect_id(self) -> str:
        """What FranceConnect knows us by."""
        return self.franceconnect_client_id or "conum"

    @property
    def franceconnect_secret(self) -> str:
        """What proves it; for the stand-in, derived from the secret of this installation."""
        made = hmac.new(self.secret_key.encode(), b"stand-in for FranceConnect", hashlib.sha256).hexdigest()
        return self.franceconnect_client_secret or made

    @model_validator(mode="after")
    def _together(self) -> "Environment":
        for names in TOGETHER:
            given = [name for name in names if getattr(self, name)]
            if given and len(given) < len(names):
                missing = next(name for name in names if not getattr(self, name))
                raise EnvironmentFault(_says_together(_alias(missing), _alias(given[0])))
        for name in ("database_url", "owner_database_url"):
            _check_conninfo(_alias(name), getattr(self, name))
        return self


LOCAL_HOSTS = ("127.0.0.1", "0.0.0.0", "::", "::1", "localhost")  # noqa: S104 – compared, not bound
TOGETHER = (
    ("smtp_user", "smtp_password"),
    ("oidc_issuer", "oidc_client_id", "oidc_client_secret"),
    ("franceconnect_issuer", "franceconnect_client_id", "franceconnect_client_secret"),
    ("s3_access_key", "s3_secret_key"),
    ("sms_url", "sms_token"),
)
# What each variable must be, said to the person who set it: (French, English).
EXPECTED = {
    "PORT": ("un numéro de port entre 1 et 65535", "a port number between 1 and 65535"),
    "CONUM_FRANCECONNECT_STAND_IN_PORT": ("un numéro de port entre 1 et 65535", "a port number between 1 and 65535"),
    "CONUM_SMTP_PORT": ("un numéro de port entre 1 et 65535", "a port number between 1 and 65535"),
    "CONUM_WEB_WORKERS": ("un nombre entre 1 et 64", "a number between 1 and 64"),
    "CONUM_POOL_SIZE": ("un nombre entre 2 et 200", "a number between 2 and 200"),
    "CONUM_TRUSTED_PROXIES": ("un nombre entre 0 et 5", "a number between 0 and 5"),
    "CONUM_SMTP_SECURITY": ("« starttls », « tls » ou « none »", '"starttls", "tls" or "none"'),
    "CONUM_SMS_SENDER": ("un nom de 3 à 11 lettres ou chiffres", "a name of 3 to 11 letters or figures"),
    "CONUM_SMS_CALLBACK_TOKEN": (
        "un secret de 43 signes au moins, sans espace",
        "a secret of 43 signs or more, no space",
    ),
    "CONUM_DEBUG": ("« 1 » ou « 0 »", '"1" or "0"'),
    "CONUM_DEMONSTRATION": ("« 1 » ou « 0 »", '"1" or "0"'),
    "DATABASE_URL": ("une adresse postgresql://…", "a postgresql://… address"),
    "CONUM_OWNER_DATABASE_URL": ("une adresse postgresql://…", "a postgresql://… address"),
}


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    """Read the environment.

    Arguments: ``variables``, names to texts (an empty text counts as not set).
    Returns the checked ``Environment``, secrets filled in for the embedded installation.
    Raises ``EnvironmentFault`` with one sentence naming the first variable that is missing or wrong.
    """
    known = {field.alias for field in Environment.model_fields.values()}
    given = {name: text for name, text in variables.items() if name in known and text.strip()}
    try:
        environment = Environment.model_validate(given)
    except ValidationError as error:
        raise EnvironmentFault(_says_wrong(str(error.errors()[0]["loc"][0]))) from None
    return _with_secrets(environment)


def _alias(field: str) -> str:
    return str(Environment.model_fields[field].alias)


def say(french: str, english: str) -> str:
    """The sentence in the console's language: English when LANG says so, else French."""
    language = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return english if language.startswith("en") else french


def _says_wrong(name: str) -> str:
    french, english = EXPECTED.get(name, ("une adresse http(s)://…", "an http(s)://… address"))
    return say(f"La variable {name} doit être {french}.", f"The variable {name} must be {english}.")


def _says_together(missing: str, given: str) -> str:
    return say(
        f"La variable {missing} manque alors que {given} est donnée : il faut les deux.",
        f"The variable {missing} is missing although {given} is set: both are needed.",
    )


def _check_conninfo(name: str, url: str) -> None:
    try:
        conninfo_to_dict(url)
    except ProgrammingError:
        raise EnvironmentFault(_says_wrong(name)) from None


def _with_secrets(environment: Environment) -> Environment:
    found = {}
    for field in ("secret_key", "file_key", "beneficiary_key"):
        text = getattr(environment, field)
        if not text and environment.embedded:
            text = _kept_secret(environment.data_dir / field.replace("_", "-"))
        if len(text) < 43:
            raise EnvironmentFault(_says_secret(_alias(field)))
        found[field] = text
    for field in ("file_key", "beneficiary_key"):
        if len(_key_bytes(found[field])) != 32:
            raise EnvironmentFault(_says_secret(_alias(field)))
    return environment.model_copy(update={**found, "data_dir": environment.data_dir.resolve()})


def _key_bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""


def _says_secret(name: str) -> str:
    recipe = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
    return say(
        f"La variable {name} doit contenir 32 octets tirés au hasard (43 caractères) : {recipe}",
        f"The variable {name} must hold 32 random bytes (43 characters): {recipe}",
    )


def _kept_secret(path: Path) -> str:
    """Make the secret once, readable by its owner only; every later start reads the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(32))
        try:
            os.link(draft, path)  # the first of two simultaneous starts wins, both then read the same
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
