"""`conum import-fragility FILE`: the digital fragility index from a CSV."""

from conum.commons.territories.management.importing import FileImport
from conum.commons.territories.operations import import_fragility


class Command(FileImport):
    """Checks the file, tells what it would do, writes with `--apply`."""

    help = "Importe l’indice de fragilité numérique (CSV : niveau, code, version, date, score)."
    importer = staticmethod(import_fragility)
