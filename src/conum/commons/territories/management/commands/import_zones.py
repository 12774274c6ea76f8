"""`conum import-zones FILE`: QPV, ZRR and FRR from a CSV."""

from conum.commons.territories.management.importing import FileImport
from conum.commons.territories.operations import import_zones


class Command(FileImport):
    """Checks the file, tells what it would do, writes with `--apply`."""

    help = "Importe les zones prioritaires (CSV : zonage, commune, debut, fin, code_quartier, nom_quartier)."
    importer = staticmethod(import_zones)
