"""Refresh of the communes from the answers of the State's geo API."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conum.commons.territories.enums import ChangeKind, IntercommunalityKind, PointPrecision
from conum.commons.territories.events import ReferenceImported
from conum.commons.territories.gateways.geo_api import Answers
from conum.commons.territories.models import Commune, CommuneChange, Department, Intercommunality
from conum.commons.territories.operations.reference import rebuild_terms, remember
from conum.kernel.errors import ConumError
from conum.kernel.events import publish

# An answer that would close more communes than this is taken for a truncated one: mergers are tens a year.
MOST_CLOSED = 1000
FIELDS = (
    "name",
    "department_id",
    "intercommunality_id",
    "postcodes",
    "population",
    "latitude",
    "longitude",
    "precision",
    "closed_on",
)
SOURCE = "geo_api"
KINDS = {"commune-deleguee": ChangeKind.DELEGATED, "commune-associee": ChangeKind.ASSOCIATED}


class RefreshRefused(ConumError):
    """The answers cannot be trusted as a whole; nothing was changed."""


@dataclass
class RefreshReport:
    """Codes of the communes created, changed and closed; `ignored` gives (code, reason)."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    applied: bool = False


@transaction.atomic
def refresh_communes(answers: Answers, *, now: datetime, apply: bool) -> RefreshReport:
    """Bring the communes to what the API says; those it no longer knows are closed, never deleted.

    Args:
        answers: what the gateway fetched.
        now: instant of the refresh; its day is the day of closing.
        apply: False only tells what would be done.

    Raises:
        RefreshRefused: the answer would close more than 1 000 communes.
    """
    report, rows = RefreshReport(applied=apply), []
    kept = {commune.code: commune for commune in Commune.objects.select_for_update(no_key=True).order_by()}
    groups = _intercommunalities(answers, apply)
    departments = set(Department.objects.values_list("code", flat=True))
    for answer in answers.communes:
        row = _read(answer, kept.get(answer["code"]), departments, groups, report)
        if row is not None:
            rows.append(row)
    closed = _closed(answers, kept, report, now)
    if apply:
        _write(rows, closed, answers, report, now)
    return report


def _read(
    answer: dict[str, Any], old: Commune | None, departments: set[str], groups: set[str], report: RefreshReport
) -> Commune | None:
    """Return the row to write, or None when nothing changes or the answer cannot be used."""
    code, department = answer["code"], answer.get("codeDepartement")
    if department not in departments or not answer.get("nom"):
        report.ignored.append((code, _("département « %(code)s » inconnu") % {"code": department}))
        return None
    values = _values(answer, old, groups)
    if old is None:
        report.created.append(code)
        return Commune(code=code, **values)
    if all(getattr(old, name) == value for name, value in values.items()):
        return None
    report.changed.append(code)
    for name, value in values.items():
        setattr(old, name, value)
    return old


def _values(answer: dict[str, Any], old: Commune | None, groups: set[str]) -> dict[str, Any]:
    """What the API says; what it leaves out stays as it was."""
    values = {
        "name": answer["nom"],
        "department_id": answer["codeDepartement"],
        "intercommunality_id": answer["codeEpci"] if answer.get("codeEpci") in groups else None,
        "postcodes": answer.get("codesPostaux") or (old.postcodes if old else []),
        "population": answer.get("population") or (old.population if old else None),
        "closed_on": None,
    }
    centre = (answer.get("centre") or {}).get("coordinates")
    if centre:
        return values | {"longitude": centre[0], "latitude": centre[1], "precision": PointPrecision.COMMUNE.value}
    return values if old else values | {"precision": PointPrecision.NONE.value}


def _intercommunalities(answers: Answers, apply: bool) -> set[str]:
    known = set(Intercommunality.objects.values_list("code", flat=True))
    kinds = set(IntercommunalityKind.values)
    rows = [
        Intercommunality(code=row["code"], name=row["nom"], kind=row["type"])
        for row in answers.intercommunalities
        if row.get("type") in kinds and row.get("nom")
    ]
    if apply:
        update = {"update_conflicts": True, "unique_fields": ["code"], "update_fields": ["name", "kind"]}
        Intercommunality.objects.bulk_create(rows, **update)  # type: ignore[arg-type]
    return known | {row.code for row in rows}


def _closed(answers: Answers, kept: dict[str, Commune], report: RefreshReport, now: datetime) -> list[Commune]:
    named = {answer["code"] for answer in answers.communes}
    closed = [row for code, row in kept.items() if code not in named and row.closed_on is None]
    if len(closed) > MOST_CLOSED:
        count = {"count": len(closed)}
        raise RefreshRefused(
            _("Réponse incomplète : elle ferait fermer %(count)s communes. Rien n’est changé.") % count
        )
    for row in closed:
        row.closed_on = timezone.localdate(now)
    report.closed = sorted(row.code for row in closed)
    return closed


def _write(rows: list[Commune], closed: list[Commune], answers: Answers, report: RefreshReport, now: datetime) -> None:
    created = set(report.created)
    Commune.objects.bulk_create([row for row in rows if row.code in created], batch_size=2000)
    Commune.objects.bulk_update([row for row in rows if row.code not in created], FIELDS, batch_size=2000)
    Commune.objects.bulk_update(closed, ["closed_on"], batch_size=2000)
    _follow(answers, set(report.closed), now)
    with connection.cursor() as cursor:
        rebuild_terms(cursor)
        remember(cursor, SOURCE, f"{len(answers.communes)}", now)
    counts = (len(report.created), len(report.changed), len(report.closed))
    publish(ReferenceImported("communes", *counts, SOURCE, "", "", now))


def _follow(answers: Answers, closed: set[str], now: datetime) -> None:
    """Keep where each closed commune went, with the day it was seen."""
    open_codes = set(Commune.objects.filter(closed_on=None).values_list("code", flat=True))
    changes = [
        CommuneChange(
            old_code=row["code"],
            commune_id=row["chefLieu"],
            kind=KINDS[row["type"]],
            name=row["nom"],
            effective_on=timezone.localdate(now) if row["code"] in closed else None,
        )
        for row in answers.former
        if row.get("type") in KINDS and row.get("chefLieu") in open_codes
    ]
    CommuneChange.objects.bulk_create(changes, batch_size=2000, ignore_conflicts=True)
