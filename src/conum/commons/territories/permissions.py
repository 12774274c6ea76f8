"""Who may change the reference data."""

from conum.kernel.permissions import permission

IMPORT_REFERENCE = permission(
    "territories.import_reference",
    "Importer l’indice de fragilité numérique et les zones prioritaires",
    roles="national_admin",
)
