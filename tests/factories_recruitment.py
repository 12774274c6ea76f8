"""Candidates, needs, matches and contracts for the tests of recruitment and of the modules above it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from conum.commons.accounts.models import Organisation
from conum.commons.territories.models import Commune
from conum.domains.positions.models import PostAttachment
from conum.domains.recruitment.enums import CandidateState, ContractKind, MatchState, Situation
from conum.domains.recruitment.models import Candidate, EmploymentContract, HostNeed, Match
from tests.factories_accounts import make_membership, make_person
from tests.factories_positions import LIMOGES, make_assignment, make_attachment

GUERET = "23096"
BRIVE = "19031"
POINTE_A_PITRE = "97120"
SUMMER = datetime(2021, 6, 7, 8, 0, tzinfo=UTC)
SUMMER_DAY = date(2021, 6, 7)
A_PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
_numbers = count(1)


def make_candidate(commune: str = LIMOGES, **fields: Any) -> Candidate:
    """Return a saved candidate of this commune (INSEE code), available since spring 2021, with an account."""
    number = next(_numbers)
    place = Commune.objects.get(pk=commune)
    confirmed = fields.get("state") != CandidateState.UNCONFIRMED
    email = fields.get("email", f"candidat{number}@example.org")
    defaults = {
        "first_name": "Sacha",
        "last_name": f"Dubois{number}",
        "email": email,
        "birth_date": date(1990, 5, 17),
        "commune": place,
        "department_id": place.department_id,
        "zone": place.department_id if place.department_id in ("971", "972", "978") else "",
        "latitude": place.latitude,
        "longitude": place.longitude,
        "situations": [Situation.JOBSEEKER],
        "available_from": date(2021, 4, 1),
        "mobility_km": 20,
        "motivation": "Aider les autres à se servir du numérique.",
        "state": CandidateState.AVAILABLE,
        "confirmed_at": SUMMER if confirmed else None,
        "last_active_at": SUMMER,
        "created_at": SUMMER,
        "updated_at": SUMMER,
    }
    if confirmed and "person" not in fields:
        defaults["person"] = make_person(email=email, first_name="Sacha", last_name=f"Dubois{number}")
        make_membership("candidate", defaults["person"])
    return Candidate.objects.create(**{**defaults, **fields})


def make_need(attachment: PostAttachment | None = None, **fields: Any) -> HostNeed:
    """Return a saved need with one vacant post, at the place of the host (Limoges unless given)."""
    attachment = attachment or make_attachment()
    place = attachment.host.commune or Commune.objects.get(pk=LIMOGES)
    defaults = {
        "host": attachment.host,
        "post_kind": attachment.post.kind,
        "request": attachment.request,
        "department_id": place.department_id,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "start_wanted": date(2021, 7, 1),
        "vacant_posts": 1,
        "created_at": SUMMER,
        "updated_at": SUMMER,
    }
    return HostNeed.objects.create(**{**defaults, **fields})


def make_match(candidate: Candidate | None = None, need: HostNeed | None = None, **fields: Any) -> Match:
    """Return a saved match, proposed unless given; a shortlisted one has its clock."""
    defaults: dict[str, Any] = {
        "state": MatchState.PROPOSED,
        "distance_m": 1200,
        "score": 600_000,
        "part_distance": 380_000,
        "part_date": 200_000,
        "part_experience": 0,
        "part_pix": 0,
        "part_waiting": 20_000,
        "computed_at": SUMMER,
        "created_at": SUMMER,
        "updated_at": SUMMER,
    }
    if fields.get("state") in (MatchState.SHORTLISTED, MatchState.SELECTED, MatchState.HIRED):
        defaults |= {"shortlisted_at": SUMMER, "due_at": SUMMER + timedelta(days=30)}
    elif fields.get("state", MatchState.PROPOSED) != MatchState.PROPOSED:
        defaults |= {"closed_at": SUMMER, "declined_at": SUMMER}
    return Match.objects.create(
        candidate=candidate or make_candidate(), need=need or make_need(), **{**defaults, **fields}
    )


def make_contract(
    match: Match | None = None, attachment: PostAttachment | None = None, **fields: Any
) -> EmploymentContract:
    """Return a saved fixed-term contract from 1 July 2021 to 30 June 2023, submitted unless given.

    `state="active"` opens the assignment of the post too.
    """
    match = match or make_match(state=MatchState.SELECTED)
    host: Organisation = match.need.host
    attachment = attachment or PostAttachment.objects.filter(host=host).order_by("pk").first()
    defaults: dict[str, Any] = {
        "person": match.candidate.person,
        "candidate": match.candidate,
        "match": match,
        "host": host,
        "attachment": attachment,
        "kind": ContractKind.FIXED_TERM,
        "starts_on": date(2021, 7, 1),
        "ends_on": date(2023, 6, 30),
        "gross_monthly_salary": Decimal("1800.00"),
        "wage_floor": Decimal("1554.58"),
        "manager_first_name": "Dominique",
        "manager_last_name": "Petit",
        "manager_function": "Directrice",
        "manager_email": "dominique.petit@example.org",
        "submitted_at": SUMMER,
        "created_at": SUMMER,
        "updated_at": SUMMER,
    }
    if fields.get("state") in ("active", "termination_submitted"):
        start = fields.get("starts_on", defaults["starts_on"])
        assignment = make_assignment(attachment, match.candidate.person, starts_on=start)
        defaults |= {"validated_at": SUMMER, "assignment": assignment}
    made = EmploymentContract.objects.create(**{**defaults, **fields})
    if made.assignment:
        made.assignment.contract_id = made.pk
        made.assignment.save(update_fields=["contract_id"])
    return made
