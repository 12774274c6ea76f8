"""Import of files of the official schema: read, compare, write, report."""

from conum.domains.places.operations.importing.draft import (
    MOST_SOURCE,
    apply_draft,
    drafts,
    drop_draft,
    keep_draft,
    preview_draft,
    source_of,
)
from conum.domains.places.operations.importing.file import FileRefused, PlacesFile
from conum.domains.places.operations.importing.report import ImportReport, Remark, ReportFile
from conum.domains.places.operations.importing.run import import_places

__all__ = [
    "MOST_SOURCE",
    "FileRefused",
    "ImportReport",
    "PlacesFile",
    "Remark",
    "ReportFile",
    "apply_draft",
    "drafts",
    "drop_draft",
    "import_places",
    "keep_draft",
    "preview_draft",
    "source_of",
]
