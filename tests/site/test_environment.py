"""The environment: each fault is one sentence that names the variable."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from conum.site.settings.environment import EnvironmentFault, read

SECRET = "a" * 43


@pytest.fixture(autouse=True)
def french_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORT": "eighty"}, "La variable PORT doit être un numéro de port entre 1 et 65535."),
        ({"PORT": "70000"}, "La variable PORT doit être un numéro de port entre 1 et 65535."),
        ({"CONUM_DEBUG": "perhaps"}, "La variable CONUM_DEBUG doit être « 1 » ou « 0 »."),
        ({"DATABASE_URL": "mysql://x"}, "La variable DATABASE_URL doit être une adresse postgresql://…."),
        ({"DATABASE_URL": "postgresql://x:y@[z"}, "La variable DATABASE_URL doit être une adresse postgresql://…."),
        (
            {"CONUM_SMTP_SECURITY": "ssl"},
            "La variable CONUM_SMTP_SECURITY doit être « starttls », « tls » ou « none ».",
        ),
        ({"CONUM_PUBLIC_URL": "conum.fr"}, "La variable CONUM_PUBLIC_URL doit être une adresse http(s)://…."),
        (
            {"CONUM_SMTP_USER": "conum"},
            "La variable CONUM_SMTP_PASSWORD manque alors que CONUM_SMTP_USER est donnée : il faut les deux.",
        ),
        (
            {"CONUM_OIDC_ISSUER": "https://idp.example", "CONUM_OIDC_CLIENT_ID": "conum"},
            "La variable CONUM_OIDC_CLIENT_SECRET manque alors que CONUM_OIDC_ISSUER est donnée : il faut les deux.",
        ),
    ],
)
def test_a_wrong_variable_is_named_in_one_sentence(variables: dict[str, str], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        read({"CONUM_DATA_DIR": str(tmp_path), **variables})
    assert str(fault.value) == sentence


def test_the_sentence_is_english_on_an_english_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    with pytest.raises(EnvironmentFault, match="The variable PORT must be a port number between 1 and 65535."):
        read({"PORT": "0"})


SECRETS = ("CONUM_SECRET_KEY", "CONUM_FILE_KEY", "CONUM_BENEFICIARY_KEY")
NAMED = {"DATABASE_URL": "postgresql:///conum", **dict.fromkeys(SECRETS, SECRET)}


@pytest.mark.parametrize("missing", SECRETS)
def test_a_named_database_demands_its_secrets(missing: str) -> None:
    given = dict(NAMED)
    del given[missing]
    with pytest.raises(EnvironmentFault, match=f"{missing} doit contenir 32 octets"):
        read(given)


@pytest.mark.parametrize("name", SECRETS)
def test_a_short_secret_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=name):
        read({"CONUM_DATA_DIR": str(tmp_path), name: "password"})


def test_the_embedded_installation_makes_its_secrets_once_for_its_owner_only(tmp_path: Path) -> None:
    first = read({"CONUM_DATA_DIR": str(tmp_path)})
    again = read({"CONUM_DATA_DIR": str(tmp_path)})
    made = (first.secret_key, first.file_key, first.beneficiary_key)
    assert made == (again.secret_key, again.file_key, again.beneficiary_key)
    assert len(set(made)) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["beneficiary-key", "file-key", "secret-key"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    assert read({"CONUM_DATA_DIR": str(tmp_path), "PORT": " "}).port == 8000


def test_the_address_follows_the_port_or_the_public_url(tmp_path: Path) -> None:
    here = {"CONUM_DATA_DIR": str(tmp_path), "PORT": "8080"}
    assert read(here).address == "http://localhost:8080"
    assert read({**here, "CONUM_PUBLIC_URL": "https://conum.example"}).address == "https://conum.example"


def test_only_the_embedded_installation_is_a_demonstration_by_default(tmp_path: Path) -> None:
    assert read({"CONUM_DATA_DIR": str(tmp_path)}).is_demonstration
    assert not read({"CONUM_DATA_DIR": str(tmp_path), "CONUM_DEMONSTRATION": "0"}).is_demonstration
    assert not read(NAMED).is_demonstration
    assert read({**NAMED, "CONUM_DEMONSTRATION": "1"}).is_demonstration


def test_cookies_are_bound_to_the_host_once_served_by_https(tmp_path: Path) -> None:
    secure = _cookies(tmp_path, CONUM_PUBLIC_URL="https://conum.example.org")
    assert secure == ["__Host-conum_session", "__Host-conum_csrf", True, True]
    assert _cookies(tmp_path, PORT="8123") == ["conum_session_8123", "conum_csrf_8123", False, True]


def _cookies(folder: Path, **variables: str) -> list[object]:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY")
    program = (
        f"import json; from django.conf import settings; print(json.dumps([getattr(settings, n) for n in {names}]))"
    )
    given = {"DJANGO_SETTINGS_MODULE": "conum.site.settings.base", "CONUM_DATA_DIR": str(folder), **variables}
    command = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(command, env={**os.environ, **given}, capture_output=True, check=True)
    return list(json.loads(done.stdout))
