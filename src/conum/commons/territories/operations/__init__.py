"""What the territories module does: load and refresh its reference data, import indexes and zones."""

from conum.commons.territories.operations.cells import ImportReport
from conum.commons.territories.operations.draft import apply_draft, drop_draft, keep_draft, preview_draft
from conum.commons.territories.operations.fragility import import_fragility
from conum.commons.territories.operations.reference import load_reference
from conum.commons.territories.operations.refresh import RefreshRefused, RefreshReport, refresh_communes
from conum.commons.territories.operations.table_file import FileRefused, Refusal
from conum.commons.territories.operations.zones import import_zones

__all__ = [
    "FileRefused",
    "ImportReport",
    "Refusal",
    "RefreshRefused",
    "RefreshReport",
    "apply_draft",
    "drop_draft",
    "import_fragility",
    "import_zones",
    "keep_draft",
    "load_reference",
    "preview_draft",
    "refresh_communes",
]
