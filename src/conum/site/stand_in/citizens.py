"""Ten invented citizens, of every kind an identity can be."""

from __future__ import annotations

import hashlib
from typing import Any

SCOPES = {
    "given_name": ("given_name", "given_name_array"),
    "family_name": ("family_name",),
    "preferred_username": ("preferred_username",),
    "gender": ("gender",),
    "birthdate": ("birthdate",),
    "birthplace": ("birthplace",),
    "birthcountry": ("birthcountry",),
    "email": ("email",),
    "phone": ("phone_number",),
}
FRANCE = "99100"


def _citizen(given: str, family: str, gender: str, born: str, place: str, **more: Any) -> dict[str, Any]:
    key = f"{given} {family} {born}"
    return {
        "sub": hashlib.sha256(f"invented citizen {key}".encode()).hexdigest() + "v1",
        "given_name": given,
        "given_name_array": given.split(),
        "family_name": family,
        "gender": gender,
        "birthdate": born,
        "birthplace": place,
        "birthcountry": FRANCE,
        **more,
    }


CITIZENS: tuple[dict[str, Any], ...] = (
    _citizen("Angela Claire", "DUBOIS", "female", "1962-08-24", "75107", email="angela.dubois@example.org"),
    _citizen(
        "Marcel",
        "PETITJEAN",
        "male",
        "1941-03-02",
        "23096",
        email="marcel.petitjean@example.org",
        phone_number="+33555000001",
    ),
    _citizen(
        "Fatoumata",
        "KEÏTA",
        "female",
        "1987-11-15",
        "",
        birthcountry="99335",
        email="fatoumata.keita@example.org",
    ),
    _citizen(
        "Jean-Baptiste Marie",
        "DE LA ROCHE",
        "male",
        "1955-06-30",
        "2A004",
        email="jb.delaroche@example.org",
    ),
    _citizen(
        "Élise",
        "MARTIN",
        "female",
        "1990-01-09",
        "87085",
        preferred_username="LEFÈVRE",
        email="elise.lefevre@example.org",
    ),
    _citizen("Huu Phuoc", "NGUYEN", "male", "1978-12-01", "", birthcountry="99243", email="hp.nguyen@example.org"),
    _citizen("Rosalie", "HOARAU", "female", "1969-05-18", "97411", email="rosalie.hoarau@example.org"),
    _citizen("Ahmed", "BENALI", "male", "1950-01-01", "", birthcountry="99352", email="ahmed.benali@example.org"),
    _citizen("Yvonne", "LE GOFF", "female", "1936-09-27", "29232", email="yvonne.legoff@example.org"),
    _citizen("Noah", "SCHMITT", "male", "2006-02-14", "67482", email="noah.schmitt@example.org"),
)


def named(subject: str) -> dict[str, Any] | None:
    """Return the citizen of a subject."""
    return next((citizen for citizen in CITIZENS if citizen["sub"] == subject), None)


def claims_for(citizen: dict[str, Any], scopes: set[str]) -> dict[str, Any]:
    """Return what these scopes give of a citizen."""
    wanted = {claim for scope in scopes for claim in SCOPES.get(scope, ())}
    return {"sub": citizen["sub"], **{name: value for name, value in citizen.items() if name in wanted}}
