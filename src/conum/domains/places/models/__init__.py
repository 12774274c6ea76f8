"""What the places module keeps."""

from conum.domains.places.models.duplicate import DuplicatePair
from conum.domains.places.models.exception import OpeningException
from conum.domains.places.models.multirange import InstantsField
from conum.domains.places.models.person import PlacePerson
from conum.domains.places.models.place import LISTS, SHOWN, Place
from conum.domains.places.models.report import PlaceReport
from conum.domains.places.models.source import PlaceSource

__all__ = [
    "LISTS",
    "SHOWN",
    "DuplicatePair",
    "InstantsField",
    "OpeningException",
    "Place",
    "PlacePerson",
    "PlaceReport",
    "PlaceSource",
]
