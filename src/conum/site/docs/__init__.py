"""Documentation generated from the code: who may what, states, parameters, rules, personal data."""

from __future__ import annotations

from collections.abc import Callable

from conum.site.docs import parameters, permissions, personal_data, rules, workflows

PAGES: dict[str, Callable[[], str]] = {
    "permissions.md": permissions.render,
    "workflows.md": workflows.render,
    "parameters.md": parameters.render,
    "rules.md": rules.render,
    "personal-data.md": personal_data.render,
}
"""File name under docs/ → function that renders it as Markdown."""
