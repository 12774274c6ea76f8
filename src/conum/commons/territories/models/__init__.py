"""What the territories module keeps."""

from conum.commons.territories.models.change import CommuneChange
from conum.commons.territories.models.code import commune_code, department_code, department_of, is_commune_code
from conum.commons.territories.models.commune import Commune, CommuneTerm, Fold, LatLonToEarth
from conum.commons.territories.models.division import Department, Intercommunality, Region
from conum.commons.territories.models.draft import ImportDraft
from conum.commons.territories.models.fragility import FragilityIndex
from conum.commons.territories.models.load import ReferenceLoad
from conum.commons.territories.models.perimeter import Perimeter
from conum.commons.territories.models.zone import Zone

__all__ = [
    "Commune",
    "CommuneChange",
    "CommuneTerm",
    "Department",
    "Fold",
    "FragilityIndex",
    "ImportDraft",
    "Intercommunality",
    "LatLonToEarth",
    "Perimeter",
    "ReferenceLoad",
    "Region",
    "Zone",
    "commune_code",
    "department_code",
    "department_of",
    "is_commune_code",
]
