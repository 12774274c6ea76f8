"""The generated pages of the documentation say what the code says."""

import re
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


def test_each_line_of_the_security_list_names_tests_that_are_there():
    root = DOCS.parent
    text = (DOCS / "security.md").read_text("utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py|tests/[\w/]+/)(?:::(\w+))?`", text))
    assert len(named) > 20
    for path, name in named:
        assert (root / path).exists(), path
        assert not name or f"def {name}(" in (root / path).read_text("utf-8"), f"{path}::{name}"
