"""Rules of the scope of a coordinator (sheet 02 section 8)."""

from __future__ import annotations

from collections.abc import Collection

from conum.kernel.rules import rule


@rule("REC-58", field="kind")
def part_time_keeps_to_a_basin(coordinator_time: str, kind: str) -> bool:
    """Un coordinateur à temps partiel coordonne un bassin de communes : choisissez ce périmètre."""
    return coordinator_time != "part_time" or kind == "commune_basin"


@rule("REC-58", field="people")
def team_has_people(kind: str, people: Collection[object]) -> bool:
    """Choisissez au moins une personne de l'équipe."""
    return kind != "team" or bool(people)


@rule("REC-58", field="people")
def team_in_post_in_department(people: Collection[object], in_post: Collection[object]) -> bool:
    """Une équipe compte des conseillers en poste dans le département : retirez ceux qui n'y sont plus."""
    return set(people) <= set(in_post)


@rule("REC-58", field="commune_1")
def basin_has_communes(kind: str, communes: Collection[str]) -> bool:
    """Indiquez au moins une commune du bassin."""
    return kind != "commune_basin" or bool(communes)


@rule("REC-58", field="commune_1")
def basin_within_region(outside: Collection[str]) -> bool:
    """Les communes d'un bassin sont dans la région du poste."""
    return not outside
