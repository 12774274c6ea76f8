"""The rows of a national plan: who goes to which post, which posts stay and why; written by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from django.db import connection

from conum.domains.recruitment.models import NationalPlan
from conum.domains.recruitment.queries.plan_supply import PlanSupply
from conum.domains.recruitment.rules.assignment import Plan
from conum.domains.recruitment.rules.distance import metres_between, unit_vectors
from conum.domains.recruitment.rules.unfilled import Unfilled

LINES = """
    COPY recruitment_planline (plan_id, attachment_id, need_id, candidate_id, department_id, score, distance_m)
    FROM STDIN
"""
UNFILLED = """
    COPY recruitment_unfilledpost (
        plan_id, attachment_id, need_id, department_id, reason, possible, refused, outside, nearest_m, missing_m,
        earliest_on)
    FROM STDIN
"""


def write_rows(plan: NationalPlan, read: PlanSupply, found: Plan, unfilled: list[Unfilled]) -> None:
    """Write the lines of the plan and its unfilled posts, in the transaction of the caller.

    The posts of one host are the same for a plan: they go in order of identifiers to its candidates in order, and the
    last ones stay.
    """
    vacancies = read.supply.vacancies
    first = np.cumsum(vacancies) - vacancies
    _copy(LINES, _lines(plan, read, found, first))
    _copy(UNFILLED, _unfilled(plan, read, unfilled, first))


def _lines(plan: NationalPlan, read: PlanSupply, found: Plan, first: np.ndarray) -> Iterator[list[Any]]:
    people, needs = read.supply.people, read.supply.needs
    here, there = unit_vectors(people.latitude, people.longitude), unit_vectors(needs.latitude, needs.longitude)
    distance = metres_between(here, there, found.candidate, found.host)
    order = np.argsort(found.host, kind="stable")
    taken = np.bincount(found.host, minlength=len(first))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(taken) - taken, taken)
    host = found.host[order]
    post = first[host] + rank
    columns = [
        np.full(len(order), plan.pk.hex),
        _hex(read.attachment_ids[post]),
        _hex(read.need_ids[host]),
        _hex(read.candidate_ids[found.candidate[order]]),
        _codes(read.departments[post]),
        found.score[order],
        distance[order],
    ]
    yield from zip(*(column.tolist() for column in columns), strict=True)  # type: ignore[misc]


def _unfilled(plan: NationalPlan, read: PlanSupply, unfilled: list[Unfilled], first: np.ndarray) -> Iterator[list[Any]]:
    for each in unfilled:
        end = int(first[each.host] + read.supply.vacancies[each.host])
        posts = slice(end - each.posts, end)
        facts = [each.possible, each.refused, each.outside, each.nearest_m, each.missing_m, each.earliest_on]
        need = _hex(read.need_ids[each.host : each.host + 1])[0]
        attachments, departments = _hex(read.attachment_ids[posts]), _codes(read.departments[posts])
        for attachment, department in zip(attachments, departments, strict=True):
            yield [plan.pk.hex, attachment, need, department, each.reason.value, *facts]


def _copy(statement: str, rows: Iterable[Iterable[Any]]) -> None:
    """Send the rows as the text format of COPY: every value is a number, an identifier, a code or a date."""
    text = "".join("\t".join("\\N" if value is None else str(value) for value in row) + "\n" for row in rows)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


def _hex(ids: np.ndarray) -> np.ndarray:
    """Identifiers as text: 16 bytes each, zeros at the end included."""
    text = np.ascontiguousarray(ids).tobytes().hex()
    return np.array([text[at : at + 32] for at in range(0, len(text), 32)], dtype="U32")


def _codes(codes: np.ndarray) -> np.ndarray:
    return np.char.rstrip(np.char.decode(codes, "ascii"))
