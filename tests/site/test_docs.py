"""The generated pages of the documentation say what the code says."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

DOCS = Path(__file__).parents[2] / "docs"


def test_the_generated_pages_are_up_to_date():
    call_command("docs", check=True, into=DOCS, stdout=StringIO())


def test_a_stale_page_is_named(tmp_path):
    call_command("docs", into=tmp_path, stdout=StringIO())
    (tmp_path / "rules.md").write_text("old")
    with pytest.raises(CommandError, match=r"rules\.md"):
        call_command("docs", check=True, into=tmp_path)
    call_command("docs", into=tmp_path, stdout=StringIO())
    call_command("docs", check=True, into=tmp_path)
