"""History: what the database writes by itself, without personal fields, and that nobody changes."""

from datetime import date
from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction

from tests.factories_accounts import make_membership, make_organisation
from tests.factories_positions import make_assignment, make_attachment, make_quota, make_request
from tests.factories_recruitment import make_contract, make_match, make_need

HISTORIES = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
TRACKED = {model.pgh_tracked_model._meta.label: model for model in HISTORIES}
EXPECTED = (
    "accounts.Membership",
    "accounts.Organisation",
    "positions.DepartmentQuota",
    "positions.HostRequest",
    "positions.Post",
    "positions.PostAssignment",
    "positions.PostAttachment",
    "recruitment.EmploymentContract",
)


def made(label: str) -> models.Model:
    """Return a saved row of this model."""
    attachment = make_attachment()
    factories: dict[str, Any] = {
        "accounts.Membership": lambda: make_membership("host_manager", organisation=attachment.host),
        "accounts.Organisation": make_organisation,
        "positions.DepartmentQuota": lambda: make_quota("19"),
        "positions.HostRequest": make_request,
        "positions.Post": lambda: attachment.post,
        "positions.PostAssignment": lambda: make_assignment(attachment),
        "positions.PostAttachment": lambda: attachment,
        "recruitment.EmploymentContract": lambda: make_contract(
            make_match(need=make_need(attachment), state="selected"), attachment
        ),
    }
    return factories[label]()


CHANGES: dict[str, dict[str, Any]] = {
    "accounts.Membership": {"ends_on": date(2040, 1, 1)},
    "accounts.Organisation": {"name": "Autre nom"},
    "positions.DepartmentQuota": {"posts": 30},
    "positions.HostRequest": {"posts_wanted": 7},
    "positions.Post": {"created_on": date(2021, 1, 1)},
    "positions.PostAssignment": {"ends_on": date(2022, 1, 1)},
    "positions.PostAttachment": {"ends_on": date(2022, 1, 1)},
    "recruitment.EmploymentContract": {"starts_on": date(2021, 8, 1)},
}


def test_what_the_house_promises_to_keep_is_kept() -> None:
    assert set(EXPECTED) <= set(TRACKED)


@pytest.mark.parametrize("label", sorted(TRACKED))
def test_a_history_holds_no_personal_field(label: str) -> None:
    kept = {field.name for field in TRACKED[label]._meta.get_fields()}
    assert not kept & set(apps.get_model(label).personal_data.fields)


@pytest.mark.django_db
@pytest.mark.parametrize("label", EXPECTED)
def test_an_insertion_and_a_change_are_written(label: str) -> None:
    row = made(label)
    (field, value), *_ = CHANGES[label].items()
    before = getattr(row, field)
    type(row)._default_manager.filter(pk=row.pk).update(**{field: value})
    kept = TRACKED[label]._default_manager.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    written = list(kept.values_list("pgh_label", field))
    assert written[0] == ("insert", before) and written[-1] == ("update", value)


@pytest.mark.django_db
@pytest.mark.parametrize("label", EXPECTED)
def test_a_history_refuses_change(label: str) -> None:
    lines = TRACKED[label]._default_manager.filter(pgh_obj_id=made(label).pk)
    for attempt in (lambda: lines.update(pgh_label="other"), lines.delete):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            attempt()


@pytest.mark.django_db
def test_a_personal_field_alone_writes_nothing() -> None:
    host = make_organisation()
    lines = TRACKED["accounts.Organisation"]._default_manager.filter(pgh_obj_id=host.pk)
    type(host)._default_manager.filter(pk=host.pk).update(contact_email="autre@example.org")
    assert lines.count() == 1


@pytest.mark.django_db
def test_a_line_names_the_context_it_was_written_in_and_none_outside():
    outside = make_organisation()
    with pghistory.context(reason="import"):
        inside = make_organisation()
    events = TRACKED["accounts.Organisation"].objects
    assert events.get(pgh_obj_id=inside.pk).pgh_context.metadata == {"reason": "import"}
    assert events.get(pgh_obj_id=outside.pk).pgh_context is None


@pytest.mark.django_db
def test_a_line_outside_a_context_opens_no_subtransaction():
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = '_pgh_attach_context'")
        assert "EXCEPTION" not in cursor.fetchone()[0]


@pytest.mark.django_db
def test_no_trigger_raises_an_error_for_each_row():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        assert cursor.fetchone()[0] == "{}"
