"""What a national plan starts from: people, vacant posts, pairs not to propose again yet (REC-20 to REC-25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from conum.domains.recruitment.parameters import REPROPOSE_AFTER
from conum.domains.recruitment.queries.columns import read_columns
from conum.domains.recruitment.rules.distance import Ints
from conum.domains.recruitment.rules.feasible import Supply
from conum.domains.recruitment.rules.reach import strip_order
from conum.domains.recruitment.rules.score_columns import PairColumns, score_columns
from conum.domains.recruitment.rules.unfilled import Needs, People

# Available, visible, placed, and without a contract being entered elsewhere.
PEOPLE = """
    SELECT c.id, c.latitude, c.longitude, c.mobility_km::integer AS mobility_km,
           c.available_from - date '1970-01-01' AS available_day, rpad(c.zone, 3)::bytea AS zone,
           (c.situations && ARRAY['mediation_degree', 'mediation_experience']::varchar[])::integer AS experienced,
           CASE WHEN c.pix_shared THEN coalesce(c.pix_level, 0) ELSE 0 END::integer AS pix_level,
           greatest(%(today)s::date - coalesce(c.waiting_since, %(today)s::date), 0) AS waiting_days
      FROM recruitment_candidate AS c
     WHERE c.state = 'available' AND c.visible AND c.latitude IS NOT NULL
       AND NOT EXISTS (SELECT FROM recruitment_match AS m WHERE m.candidate_id = c.id AND m.state = 'selected')
     ORDER BY c.id
"""
PEOPLE_KINDS = {
    "id": "id",
    "latitude": "float",
    "longitude": "float",
    "mobility_km": "int",
    "available_day": "int",
    "zone": "code",
    "experienced": "int",
    "pix_level": "int",
    "waiting_days": "int",
}
# One row per vacant post: attached on the day and not given back, nobody on it, no contract entered for it.
POSTS = """
    SELECT attachment.id AS attachment, need.id, need.latitude, need.longitude,
           greatest(need.start_wanted, %(today)s::date) - date '1970-01-01' AS need_day,
           rpad(need.zone, 3)::bytea AS zone, rpad(attachment.department_id, 3)::bytea AS department,
           dense_rank() OVER (ORDER BY need.id)::integer AS host
      FROM positions_postattachment AS attachment
      JOIN positions_post AS post ON post.id = attachment.post_id
      JOIN recruitment_hostneed AS need
        ON need.host_id = attachment.host_id
       AND need.post_kind = CASE post.kind WHEN 'coordinator' THEN 'coordinator' ELSE 'counsellor' END
     WHERE attachment.starts_on <= %(today)s::date
       AND attachment.ends_on IS NULL
       AND NOT EXISTS (
           SELECT FROM positions_postassignment AS assignment
            WHERE assignment.attachment_id = attachment.id
              AND (assignment.ends_on IS NULL OR assignment.ends_on >= %(today)s::date))
       AND NOT EXISTS (
           SELECT FROM recruitment_employmentcontract AS contract
            WHERE contract.attachment_id = attachment.id
              AND contract.state IN ('submitted', 'active', 'termination_submitted'))
     ORDER BY need.id, attachment.id
"""
POSTS_KINDS = {
    "attachment": "id",
    "id": "id",
    "latitude": "float",
    "longitude": "float",
    "need_day": "int",
    "zone": "code",
    "department": "code",
    "host": "int",
}
REFUSED = """
    SELECT candidate_id AS candidate, need_id AS need FROM recruitment_match
     WHERE state IN ('withdrawn', 'declined_by_host', 'declined_by_candidate', 'expired', 'hired')
       AND declined_at > %(repropose_before)s::timestamptz
     ORDER BY candidate_id, need_id
"""


@dataclass(frozen=True, slots=True, eq=False)
class PlanSupply:
    """The columns of a plan with the identifiers behind its numbers.

    candidate_ids: in the numbering of the candidates. need_ids: in that of the hosts. attachment_ids,
    departments: every vacant post, in order of hosts, `supply.vacancies` of them for each.
    """

    supply: Supply
    candidate_ids: np.ndarray
    need_ids: np.ndarray
    attachment_ids: np.ndarray
    departments: np.ndarray


def read_supply(now: datetime, today: date) -> PlanSupply:
    """Return who could go where today, hosts in the order of `reach.strip_order`."""
    facts = {"today": today, "repropose_before": now - timedelta(days=REPROPOSE_AFTER.on(today))}
    people = read_columns(PEOPLE, facts, PEOPLE_KINDS)
    posts, need_ids, vacancies, needs = _hosts(read_columns(POSTS, facts, POSTS_KINDS))
    refused = read_columns(REFUSED, facts, {"candidate": "id", "need": "id"})
    supply = Supply(
        people=People(
            people["latitude"], people["longitude"], people["mobility_km"], people["available_day"], people["zone"]
        ),
        needs=needs,
        own_score=_own_score(people),
        vacancies=vacancies,
        refused=_numbered(refused, people["id"], need_ids),
    )
    return PlanSupply(supply, people["id"], need_ids, posts["attachment"], posts["department"])


def _hosts(posts: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], np.ndarray, Ints, Needs]:
    """The posts in order of hosts, then one row per host."""
    starts = np.flatnonzero(np.diff(posts["host"], prepend=0))
    order = strip_order(posts["latitude"][starts], posts["longitude"][starts])
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    by_host = np.argsort(number[posts["host"] - 1], kind="stable")
    first = starts[order]
    host = {name: column[first] for name, column in posts.items()}
    vacancies = np.bincount(posts["host"] - 1, minlength=len(starts))[order]
    needs = Needs(host["latitude"], host["longitude"], host["need_day"], host["zone"])
    return {name: column[by_host] for name, column in posts.items()}, host["id"], vacancies, needs


def _own_score(people: dict[str, np.ndarray]) -> Ints:
    """The parts of the score that no host changes: experience, Pix, waiting time."""
    facts: dict[str, Any] = {
        "distance_m": people["mobility_km"] * 1000,
        "mobility_km": people["mobility_km"],
        "available_day": people["available_day"],
        "need_day": people["available_day"],
        "experienced": people["experienced"] > 0,
        "pix_level": people["pix_level"],
        "waiting_days": people["waiting_days"],
    }
    return score_columns(PairColumns(**facts)).total


def _numbered(refused: dict[str, np.ndarray], candidate_ids: np.ndarray, need_ids: np.ndarray) -> tuple[Ints, Ints]:
    """The refused pairs by number, without those of people or hosts that the plan does not have."""
    if not len(candidate_ids) or not len(need_ids):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    candidate = np.minimum(np.searchsorted(candidate_ids, refused["candidate"]), len(candidate_ids) - 1)
    by_id = np.argsort(need_ids)
    need = by_id[np.minimum(np.searchsorted(need_ids[by_id], refused["need"]), len(need_ids) - 1)]
    known = (candidate_ids[candidate] == refused["candidate"]) & (need_ids[need] == refused["need"])
    return candidate[known], need[known]
