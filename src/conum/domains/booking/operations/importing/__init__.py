"""Import of the appointments of another tool (sheet 06 section 11): read, compare, write, report."""

from conum.domains.booking.operations.importing.columns import OPTIONAL, REQUIRED
from conum.domains.booking.operations.importing.draft import (
    apply_draft,
    drafts_of,
    drop_draft,
    keep_draft,
    preview_draft,
)
from conum.domains.booking.operations.importing.run import RDV_SERVICE_PUBLIC, import_appointments

__all__ = [
    "OPTIONAL",
    "RDV_SERVICE_PUBLIC",
    "REQUIRED",
    "apply_draft",
    "drafts_of",
    "drop_draft",
    "import_appointments",
    "keep_draft",
    "preview_draft",
]
