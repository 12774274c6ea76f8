"""Changing parameters; running the purge of personal data."""

from conum.commons.programme.operations.parameters import set_parameter
from conum.commons.programme.operations.retention import apply_retention, preview_retention

__all__ = ["apply_retention", "preview_retention", "set_parameter"]
