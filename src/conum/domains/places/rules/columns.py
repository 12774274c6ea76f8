"""Columns of the official files, and what each becomes here (sheet 05 sections 1.1 and 5)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from conum.domains.places.enums import (
    AccessMode,
    Audience,
    Fee,
    FileVersion,
    Itinerance,
    NationalScheme,
    Official,
    Service,
    SpecialSupport,
    SupportMode,
    TrainingLabel,
)

# In the order of the schema v1.0.2: column → our field.
# Three doubts beyond the schema are flagged, never repaired by a guess (sheet 05 sections 3 and 10):
# - `nom` under two characters is kept as received: the national file of 2022 holds one, and all its rows are imported;
# - a `telephone` with too few digits for its prefix is set aside: the place keeps its other means of contact;
# - a `code_postal` of the same département that is not one of the commune's is kept as received: a CEDEX is in no list.
#   That of another département refuses the line, unless the point agrees with the commune.
COLUMNS = {
    "id": "schema_id",
    "pivot": "pivot",
    "nom": "name",
    "commune": "commune_name",
    "code_postal": "postal_code",
    "code_insee": "insee_code",
    "adresse": "address",
    "complement_adresse": "address_complement",
    "latitude": "latitude",
    "longitude": "longitude",
    "typologie": "typologies",
    "telephone": "phones",
    "courriels": "emails",
    "site_web": "websites",
    "horaires": "opening_hours",
    "presentation_resume": "summary",
    "presentation_detail": "description",
    "source": "source",
    "itinerance": "itinerance",
    "structure_parente": "parent_organisation",
    "date_maj": "updated_on",
    "services": "services",
    "publics_specifiquement_adresses": "target_audiences",
    "prise_en_charge_specifique": "special_support",
    "frais_a_charge": "fees",
    "dispositif_programmes_nationaux": "national_schemes",
    "formations_labels": "labels",
    "autres_formations_labels": "other_labels",
    "modalites_acces": "access_modes",
    "modalites_accompagnement": "support_modes",
    "fiche_acces_libre": "accessibility_url",
    "prise_rdv": "booking_url",
}
CLOSED_LISTS: dict[str, type[Official]] = {
    "itinerance": Itinerance,
    "services": Service,
    "publics_specifiquement_adresses": Audience,
    "prise_en_charge_specifique": SpecialSupport,
    "frais_a_charge": Fee,
    "dispositif_programmes_nationaux": NationalScheme,
    "formations_labels": TrainingLabel,
    "modalites_acces": AccessMode,
    "modalites_accompagnement": SupportMode,
}
OLD_ONLY = (
    "cle_ban",
    "courriel",
    "publics_accueillis",
    "conditions_acces",
    "labels_nationaux",
    "labels_autres",
    "accessibilite",
)
NEW_ONLY = tuple(
    name
    for name in COLUMNS
    if name in ("courriels", "itinerance", "fiche_acces_libre", "autres_formations_labels")
    or name in CLOSED_LISTS
    and name not in ("services", "modalites_accompagnement")
)
OLD_COLUMNS = (*(name for name in COLUMNS if name not in NEW_ONLY), *OLD_ONLY)
REQUIRED = ("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj")
# Spellings met in published files.
ALIASES = {"conditions_access": "conditions_acces", "courriel": "courriel", "email": "courriels", "mail": "courriels"}


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return the text without case, accents, spaces or punctuation: how headers and labels are compared."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", bare.lower())


def version_of(headers: list[str]) -> FileVersion:
    """Return the version of the schema that a header follows: the one with more of its own columns (PLA-20)."""
    found = {plain(header) for header in headers}
    old = sum(plain(name) in found for name in (*OLD_ONLY, "conditions_access"))
    new = sum(plain(name) in found for name in NEW_ONLY)
    return FileVersion.V0 if old > new else FileVersion.V1


def columns_of(headers: list[str], version: FileVersion) -> tuple[dict[str, str], list[str], list[str]]:
    """Return (header → column of the schema, headers not known, required columns not found).

    Headers are compared without case, accents, spaces or underscores; the first of two that mean the same wins.
    """
    known = {plain(name): name for name in (OLD_COLUMNS if version is FileVersion.V0 else COLUMNS)}
    aliases = {plain(alias): name for alias, name in ALIASES.items() if name in known.values()}
    named: dict[str, str] = {}
    unknown = []
    for header in headers:
        column = known.get(plain(header)) or aliases.get(plain(header))
        if column is None or column in named.values():
            unknown.append(header)
        else:
            named[header] = column
    return named, unknown, [name for name in REQUIRED if name not in named.values()]
