"""What a candidate reads about the own application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from conum.commons.accounts.models import Actor
from conum.domains.recruitment.enums import CandidateState, MatchState
from conum.domains.recruitment.models import Candidate, Match
from conum.domains.recruitment.queries.scores import sentence_of

LIVE = (MatchState.SELECTED, MatchState.SHORTLISTED, MatchState.PROPOSED)
SHOWN = 50


@dataclass(frozen=True)
class Proposal:
    """A match as its candidate sees it: who, where, why, and until when."""

    match: Match
    reasons: str

    @property
    def can_agree(self) -> bool:
        """Shortlisted and not answered yet."""
        return self.match.state == MatchState.SHORTLISTED and self.match.agreed_at is None

    @property
    def can_decline(self) -> bool:
        """Proposed or shortlisted."""
        return self.match.state in (MatchState.SHORTLISTED, MatchState.PROPOSED)


def application_of(actor: Actor) -> Candidate | None:
    """Return the application of the person signed in, deleted ones aside."""
    rows = Candidate.objects.exclude(state=CandidateState.REMOVED).filter(person=actor.person_id)
    return rows.select_related("commune", "department", "cv").first()


def matches_of(candidate: Candidate, today: date) -> tuple[list[Proposal], list[Proposal]]:
    """Return what is alive, most advanced then best first, and what ended lately (50 of each at most)."""
    rows = candidate.matches.select_related("need__host__commune")
    order = {state: place for place, state in enumerate(LIVE)}
    live = list(rows.filter(state__in=LIVE).order_by("-shortlisted_at", "-score", "pk")[: SHOWN * 2])
    live.sort(key=lambda match: (order[match.state], -match.score))
    told = [MatchState.DECLINED_BY_HOST, MatchState.DECLINED_BY_CANDIDATE, MatchState.EXPIRED, MatchState.HIRED]
    closed = rows.filter(state__in=told).order_by("-updated_at", "pk")[:SHOWN]
    return _shown(live[:SHOWN], candidate, today), _shown(closed, candidate, today)


def data_of(candidate: Candidate) -> dict[str, Any]:
    """Return everything kept about the candidate, under French names (access and portability, sheet 11)."""
    return {
        "candidature": {
            "prénom": candidate.first_name,
            "nom": candidate.last_name,
            "adresse électronique": candidate.email,
            "téléphone": candidate.phone,
            "date de naissance": candidate.birth_date,
            "genre": candidate.get_gender_display(),
            "commune": str(candidate.commune),
            "situations": candidate.situations,
            "diplôme": candidate.degree_name,
            "disponible à partir du": candidate.available_from,
            "mobilité en km": candidate.mobility_km,
            "motivation": candidate.motivation,
            "niveau Pix partagé": candidate.pix_level if candidate.pix_shared else None,
            "CV": candidate.cv.name if candidate.cv else None,
            "visible des structures": candidate.visible,
            "état": candidate.get_state_display(),
            "déposée le": candidate.created_at,
            "confirmée le": candidate.confirmed_at,
        },
        "consentements": [
            {"objet": consent.get_kind_display(), "donné le": consent.given_at, "retiré le": consent.withdrawn_at}
            for consent in candidate.consents.all()
        ],
        "mises en relation": [
            {
                "structure": str(match.need.host),
                "état": match.get_state_display(),
                "distance en mètres": match.distance_m,
                "score sur 1 000 000": match.score,
                "motif": match.get_reason_display(),
                "présélectionné le": match.shortlisted_at,
            }
            for match in candidate.matches.select_related("need__host").order_by("created_at")
        ],
    }


def _shown(matches: Any, candidate: Candidate, today: date) -> list[Proposal]:
    shown = []
    for match in matches:
        match.candidate = candidate
        shown.append(Proposal(match, sentence_of(match, today)))
    return shown
