"""Storage and rows kept together."""

import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from conum.commons.files.operations import sweep
from tests.commons.files.test_storing import keep, on_disk

pytestmark = pytest.mark.django_db


def age(folder, moment):
    for path in on_disk(folder):
        os.utime(path, (moment.timestamp(),) * 2)


def test_bytes_of_a_rollback_are_removed_after_a_day(now, folder):
    with pytest.raises(InterruptedError), transaction.atomic():
        keep(now)
        raise InterruptedError
    age(folder, now)
    assert sweep(now=now + timedelta(hours=23)).removed == 0
    assert sweep(now=now + timedelta(hours=25)).removed == 1
    assert not on_disk(folder)


def test_files_with_a_row_stay(now, folder):
    keep(now)
    age(folder, now)
    assert sweep(now=now + timedelta(days=9)) == type(sweep(now=now))(0, ())
    assert len(on_disk(folder)) == 1


def test_rows_without_bytes_are_named(now, folder):
    file = keep(now)
    on_disk(folder)[0].unlink()
    assert sweep(now=now).missing == (str(file.pk),)
    with pytest.raises(CommandError, match=str(file.pk)):
        call_command("files", "sweep", stdout=StringIO())


def test_an_empty_storage_is_fine(now):
    assert sweep(now=now).removed == 0
