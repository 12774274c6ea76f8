"""Host requests, quotas, sessions and posts for the tests of positions and of the modules above it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from conum.commons.accounts.models import Organisation, Person
from conum.commons.territories.models import Commune
from conum.domains.positions.enums import PostKind, RequestState
from conum.domains.positions.models import (
    CommitteeDecision,
    CommitteeSession,
    DepartmentQuota,
    HostCommitment,
    HostRequest,
    Post,
    PostAssignment,
    PostAttachment,
    PrefectOpinion,
)
from tests.factories_accounts import make_organisation, make_person

# Spring of 2021: requests of both classes are open and allocation too (it closed in May 2025).
SPRING = datetime(2021, 4, 6, 8, 0, tzinfo=UTC)
SPRING_DAY = date(2021, 4, 6)
LIMOGES = "87085"


def make_host(commune: str = LIMOGES, **fields: Any) -> Organisation:
    """Return a saved organisation placed in the commune of this INSEE code."""
    return make_organisation(commune_id=commune, **fields)


def make_request(host: Organisation | None = None, **fields: Any) -> HostRequest:
    """Return a saved, confirmed request of this host (a public one in Limoges unless given)."""
    host = host or make_host()
    kind = fields.get("kind", PostKind.COUNSELLOR)
    commune = Commune.objects.get(pk=host.commune_id or LIMOGES)
    defaults = {
        "organisation": host,
        "legal_id": host.siret or host.ridet,
        "employer_class": host.employer_class,
        "department_id": commune.department_id,
        "commune": commune,
        "kind": kind,
        "coordinator_time": "full_time" if kind == PostKind.COORDINATOR else "",
        "posts_wanted": 1,
        "start_wanted": date(2021, 6, 1),
        "motivation": "Aider les habitants de la commune à faire leurs démarches en ligne.",
        "contact_first_name": "Dominique",
        "contact_last_name": "Petit",
        "contact_function": "Directrice générale des services",
        "contact_email": f"contact-{host.pk}@example.org",
        "contact_phone": "+33261910001",
        "commitments": HostCommitment.objects.get(version="2020-11", kind=kind),
        "state": RequestState.SUBMITTED,
        "confirmed_at": SPRING,
        "created_at": SPRING,
        "updated_at": SPRING,
    }
    if fields.get("state") == RequestState.UNCONFIRMED:
        defaults["confirmed_at"] = None
    made = HostRequest.objects.create(**{**defaults, **fields})
    made.refresh_from_db()
    return made


def make_opinion(request: HostRequest, author: Person | None = None, **fields: Any) -> PrefectOpinion:
    """Return a saved favourable opinion on this request."""
    defaults = {
        "verdict": "favourable",
        "comment": "Avis favorable : le territoire est peu couvert.",
        "proposed_posts": request.posts_wanted,
        "author": author or make_person(),
        "given_at": SPRING,
    }
    return PrefectOpinion.objects.create(request=request, **{**defaults, **fields})


def make_session(**fields: Any) -> CommitteeSession:
    """Return a saved open session; closed when `state="closed"`."""
    defaults: dict[str, Any] = {
        "label": f"COSELEC {CommitteeSession.objects.count() + 1}",
        "date": SPRING_DAY,
        "state": "open",
    }
    if fields.get("state") == "closed":
        defaults["closed_at"] = SPRING
    return CommitteeSession.objects.create(**{**defaults, **fields})


def make_quota(department: str = "87", posts: int = 36, **fields: Any) -> DepartmentQuota:
    """Return a saved quota of counsellor posts in force since the start of the programme."""
    defaults = {"kind": PostKind.COUNSELLOR, "valid_from": date(2020, 11, 17), "source": "seed 003"}
    return DepartmentQuota.objects.create(department_id=department, posts=posts, **{**defaults, **fields})


def make_attachment(
    host: Organisation | None = None,
    *,
    request: HostRequest | None = None,
    kind: str = PostKind.COUNSELLOR,
    **fields: Any,
) -> PostAttachment:
    """Return a new post attached to this host since spring 2021, with its approved request and decision.

    The département gets a quota of 36 posts of this kind when it has none.
    """
    host = host or (request.organisation if request else make_host())
    request = request or _approved(host, kind)
    if not DepartmentQuota.objects.filter(department=request.department, kind=kind).exists():
        make_quota(request.department_id, kind=kind)
    decision = request.decisions.first()
    post = Post.objects.create(kind=kind, granted_by=decision, created_on=SPRING_DAY)
    post.refresh_from_db()
    defaults = {"department": request.department, "starts_on": SPRING_DAY, "request": request}
    return PostAttachment.objects.create(post=post, host=host, **{**defaults, **fields})


def _approved(host: Organisation, kind: str) -> HostRequest:
    found = HostRequest.objects.filter(organisation=host, kind=kind, state=RequestState.APPROVED).first()
    request = found or make_request(host, kind=kind, state=RequestState.APPROVED)
    if not found:
        CommitteeDecision.objects.create(
            request=request,
            session=make_session(),
            verdict="approved",
            posts_granted=request.posts_wanted,
            kind=kind,
            validator=make_person(),
            decided_at=SPRING,
        )
    return request


def make_assignment(
    attachment: PostAttachment | None = None, counsellor: Person | None = None, **fields: Any
) -> PostAssignment:
    """Return a counsellor on this attachment (a new one unless given) since June 2021."""
    defaults = {"starts_on": date(2021, 6, 1), "counsellor": counsellor or make_person()}
    return PostAssignment.objects.create(attachment=attachment or make_attachment(), **{**defaults, **fields})
