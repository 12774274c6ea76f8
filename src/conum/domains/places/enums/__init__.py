"""Words of the places module."""

from conum.domains.places.enums.duplicate import Likeness, PairState
from conum.domains.places.enums.official import (
    AccessMode,
    Audience,
    Fee,
    Itinerance,
    NationalScheme,
    Official,
    Service,
    SpecialSupport,
    SupportMode,
    TrainingLabel,
)
from conum.domains.places.enums.place import (
    IMPORT_DRAFT,
    OPEN_DATA,
    UNKNOWN_PIVOT,
    EditSource,
    ExceptionKind,
    FileVersion,
    Freshness,
    Precision,
)
from conum.domains.places.enums.typology import FORMER_TYPOLOGIES, Typology

__all__ = [
    "FORMER_TYPOLOGIES",
    "IMPORT_DRAFT",
    "OPEN_DATA",
    "UNKNOWN_PIVOT",
    "AccessMode",
    "Audience",
    "EditSource",
    "ExceptionKind",
    "Fee",
    "FileVersion",
    "Freshness",
    "Itinerance",
    "Likeness",
    "NationalScheme",
    "Official",
    "PairState",
    "Precision",
    "Service",
    "SpecialSupport",
    "SupportMode",
    "Typology",
    "TrainingLabel",
]
