"""Import of files of the official schema: read, compare, write, report."""

from conum.domains.places.operations.importing.file import FileRefused, PlacesFile
from conum.domains.places.operations.importing.report import ImportReport, Remark, ReportFile
from conum.domains.places.operations.importing.run import import_places

__all__ = ["FileRefused", "ImportReport", "PlacesFile", "Remark", "ReportFile", "import_places"]
