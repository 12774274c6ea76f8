"""`conum doctor` says what is wrong and what to do, and its exit code follows."""

import socket
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from conum.site import doctor
from conum.site.doctor import State
from conum.site.settings.environment import Environment, read
from tests.support import database


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return read({"CONUM_DATA_DIR": str(tmp_path)})


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def changed(environment: Environment, **fields: Any) -> Environment:
    return environment.model_copy(update=fields)


@pytest.mark.django_db
def test_a_sound_installation_exits_without_error() -> None:
    output = StringIO()
    call_command("doctor", stdout=output)
    assert "à corriger" not in output.getvalue()
    assert "ne possède aucune table" in output.getvalue()


@pytest.mark.django_db
def test_a_fault_makes_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "EXTENSIONS", ("btree_gist", "never_made"))
    output = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("doctor", stdout=output)
    assert left.value.code == 1
    assert "manquent : never_made" in output.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_migration_to_apply_is_said() -> None:
    with database.as_owner(), doctor.connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'usersessions'")
    assert doctor.migrations().state is State.FAULT
    assert "conum migrate" in doctor.migrations().detail


@pytest.mark.django_db
def test_a_failed_job_is_said() -> None:
    assert doctor.jobs().state is State.GOOD
    with doctor.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status) VALUES ('tests.ring', 'default', 'failed')"
        )
    assert ProcrastinateJob.objects.count() == 1
    assert doctor.jobs() == doctor.Finding("Tâches", State.FAULT, "0 en attente, 1 en échec")


@pytest.mark.django_db
def test_an_application_that_owns_its_tables_is_said() -> None:
    with database.as_owner():
        assert doctor.rights().state is State.NOTICE
    assert doctor.rights().state is State.GOOD


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_said_with_its_reason(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(doctor.connection.settings_dict, "HOST", "/nowhere")
    finding = doctor.database(environment)
    assert finding.state is State.FAULT
    assert "/nowhere" in finding.detail


def test_files_go_to_a_folder_that_can_be_made(environment: Environment) -> None:
    assert doctor.files(environment.data_dir / "not" / "yet", environment).state is State.GOOD


def test_a_key_others_may_read_is_a_fault(environment: Environment) -> None:
    assert doctor.secrets(environment).state is State.GOOD
    (environment.data_dir / "secret-key").chmod(0o644)
    assert "chmod 600" in doctor.secrets(environment).detail


def test_no_mail_server_is_only_to_be_known(environment: Environment) -> None:
    assert doctor.mail(environment).state is State.NOTICE


def test_a_mail_server_that_listens_is_good(environment: Environment, listening: int) -> None:
    assert doctor.mail(changed(environment, smtp_host="127.0.0.1", smtp_port=listening)).state is State.GOOD


def test_a_mail_server_that_does_not_listen_is_a_fault(environment: Environment) -> None:
    finding = doctor.mail(changed(environment, smtp_host="127.0.0.1", smtp_port=1))
    assert finding.state is State.FAULT
    assert "127.0.0.1:1 ne répond pas" in finding.detail


def test_the_sign_in_provider_is_reached_at_its_own_port(environment: Environment, listening: int) -> None:
    issuer = f"http://127.0.0.1:{listening}/realm"
    assert doctor.sign_in(changed(environment, oidc_issuer=issuer)).state is State.GOOD
    assert doctor.sign_in(environment).state is State.NOTICE


def test_debugging_is_a_fault(environment: Environment) -> None:
    states = {finding.subject: finding.state for finding in doctor._configuration(changed(environment, debug=True))}
    assert states["CONUM_DEBUG"] is State.FAULT


def test_no_operator_of_text_messages_is_only_to_be_known(environment: Environment) -> None:
    found = doctor.texting(environment)
    assert found.state is State.NOTICE and "CONUM_SMS_URL" in found.detail


def test_an_operator_of_text_messages_answers_or_not_and_the_door_of_answers_is_said(
    environment: Environment, listening: int
) -> None:
    named = {"sms_token": "t", "sms_callback_token": ""}
    found = doctor.texting(changed(environment, sms_url=f"http://127.0.0.1:{listening}/", **named))
    assert found.state is State.GOOD and "CONUM_SMS_CALLBACK_TOKEN" in found.detail
    assert doctor.texting(changed(environment, sms_url="http://127.0.0.1:1/", **named)).state is State.FAULT
