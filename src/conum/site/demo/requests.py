"""Requests, opinions, decisions and the posts they opened (sheet 12 section 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from conum.commons.accounts.models import Organisation
from conum.domains.positions.enums import (
    CoordinatorTime,
    DecisionVerdict,
    OpinionVerdict,
    PostKind,
    RefusalReason,
    RequestState,
)
from conum.domains.positions.models import (
    CommitteeDecision,
    CommitteeSession,
    HostCommitment,
    HostRequest,
    HostRequestStep,
    Post,
    PostAttachment,
    PrefectOpinion,
)
from conum.site.demo.draw import distributions
from conum.site.demo.hosts import HostMaker, split
from conum.site.demo.staff import Staff
from conum.site.demo.world import STORY_DAY, World
from conum.site.demo.writing import Writer

MOTIVATION = (
    "Notre territoire compte peu de lieux où se faire aider. Nous voulons ouvrir des permanences et des ateliers "
    "gratuits, avec la médiathèque et la mairie, pour les habitants éloignés du numérique."
)
COMMENT = "Le besoin est avéré et le projet complète utilement l'offre existante du département."
COMMENT_AGAINST = "Le territoire est déjà couvert par plusieurs structures : le besoin n'est pas démontré."
CONTACT = ("contact_first_name", "contact_last_name", "contact_function", "contact_email", "contact_phone")


@dataclass
class Made:
    """Rows waiting to be written, in the order the keys ask for."""

    organisations: list[Organisation] = field(default_factory=list)
    requests: list[HostRequest] = field(default_factory=list)
    steps: list[HostRequestStep] = field(default_factory=list)
    opinions: list[PrefectOpinion] = field(default_factory=list)
    decisions: list[CommitteeDecision] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    attachments: list[PostAttachment] = field(default_factory=list)

    def write(self) -> None:
        """Insert everything, parents first."""
        by_parents = (self.organisations, self.requests, self.steps, self.opinions)
        writer = Writer()
        for rows in (*by_parents, self.decisions, self.posts, self.attachments):
            writer.insert(rows)


class RequestMaker:
    """Makes the requests of the country, département by département."""

    def __init__(self, world: World, staff: Staff, held: list[CommitteeSession], hosts: HostMaker) -> None:
        self.world, self.staff, self.held, self.hosts = world, staff, held, hosts
        self.stream = world.stream("requests")
        self.commitments = HostCommitment.objects.filter(kind=PostKind.COUNSELLOR).latest("version")
        self.asked: dict[str, str] = {}
        self.made, self.granted = Made(), Counter[str]()

    def department(self, code: str) -> None:
        """Make the requests of a département: the approved ones fill the share of its quota already granted."""
        shares = self.world.size.granted
        granted = round(self.world.quotas[code] * shares.get(code, shares.get("", 100.0)) / 100)
        already = sum(made.department_id == code for made in self.made.attachments)  # hosts of the story
        hosts = split(self.stream, min(granted, self.world.quotas[code] - already))
        for posts in hosts:
            self.approved(code, posts)
        for state, count in self._others(len(hosts)):
            for _ in range(count):
                self.other(code, state)

    def coordination(self, code: str, host: Organisation) -> HostRequest:
        """Make the approved request of a coordinator post, carried full time by `host`."""
        counsellors = self.commitments
        self.commitments = HostCommitment.objects.filter(kind=PostKind.COORDINATOR).latest("version")
        self.asked = {"kind": PostKind.COORDINATOR, "coordinator_time": CoordinatorTime.FULL_TIME}
        made = self.approved(code, 1, host)
        self.commitments, self.asked = counsellors, {}
        return made

    def _others(self, approved: int) -> Iterator[tuple[RequestState, int]]:
        table = distributions()["request_state"]
        for name, state in (
            ("refused", RequestState.REFUSED),
            ("withdrawn", RequestState.WITHDRAWN),
            ("other", RequestState.SUBMITTED),
        ):
            yield state, max(2, round(approved * table[name] / table["approved"]))

    def approved(self, code: str, posts: int, host: Organisation | None = None) -> HostRequest:
        """Make an approved request with its favourable opinion, its decision and its posts."""
        session = self.stream.one(self.held)
        decided = session.date - self.world.shift
        request = self._request(code, posts, decided - timedelta(days=self.stream.between(20, 60)), host)
        self._reach(request, RequestState.APPROVED, "approve", decided)
        self._opinion(request, decided - timedelta(days=7), OpinionVerdict.FAVOURABLE)
        decision = self._decision(request, session, DecisionVerdict.APPROVED, posts)
        for _ in range(posts):
            self._post(request, decision, decided)
        return request

    def other(
        self, code: str, state: RequestState, host: Organisation | None = None, *, heard: bool | None = None
    ) -> HostRequest:
        """Make a request that was refused, withdrawn, or still waits (`heard`: with or without its opinion)."""
        waiting = state == RequestState.SUBMITTED
        session = self.stream.one(self.held)
        decided = STORY_DAY if waiting else session.date - self.world.shift
        posts = int(self.stream.shares("posts_per_host", 1)[0][0].replace("m", "3"))
        request = self._request(code, posts, decided - timedelta(days=self.stream.between(20, 60)), host)
        if not waiting:
            self._reach(request, state, "refuse" if state == RequestState.REFUSED else "withdraw", decided)
        if state == RequestState.REFUSED:
            self._opinion(request, decided - timedelta(days=7), OpinionVerdict.UNFAVOURABLE)
            self._decision(request, session, DecisionVerdict.REFUSED, 0)
        elif waiting and (self.stream.chance(60) if heard is None else heard):
            self._opinion(request, decided - timedelta(days=7), OpinionVerdict.FAVOURABLE)
        return request

    def _request(self, code: str, posts: int, asked: date, host: Organisation | None) -> HostRequest:
        host = host or self.hosts.host(code)
        self.made.organisations.append(host)
        at = self.world.at(asked, self.stream.between(8, 18), self.stream.between(0, 59))
        made = HostRequest(
            id=self.stream.identifier(at),
            organisation=host,
            legal_id=host.siret,
            employer_class=host.employer_class,
            department_id=code,
            commune_id=host.commune_id,
            posts_wanted=posts,
            start_wanted=self.world.day(asked + timedelta(days=self.stream.between(30, 150))),
            motivation=MOTIVATION,
            commitments=self.commitments,
            confirmed_at=at + timedelta(hours=2),
            created_at=at,
            updated_at=at,
            **self.asked,
            **{name: getattr(host, name) for name in CONTACT},
        )
        made.state = RequestState.SUBMITTED
        self.made.requests.append(made)
        self._step(made, "submit", RequestState.UNCONFIRMED, at)
        self._step(made, "confirm", RequestState.SUBMITTED, made.confirmed_at)
        return made

    def _reach(self, request: HostRequest, state: RequestState, event: str, day: date) -> None:
        request.state = state
        confirmed = request.confirmed_at or request.created_at
        self._step(request, event, state, max(self.world.at(day, 15), confirmed))

    def _step(self, request: HostRequest, event: str, state: RequestState, at: datetime) -> None:
        self.made.steps.append(
            HostRequestStep(id=self.stream.identifier(at), request=request, event=event, state=state, at=at)
        )

    def _opinion(self, request: HostRequest, day: date, verdict: OpinionVerdict) -> None:
        at = self.world.at(day)
        self.made.opinions.append(
            PrefectOpinion(
                id=self.stream.identifier(at),
                request=request,
                verdict=verdict,
                comment=COMMENT if verdict == OpinionVerdict.FAVOURABLE else COMMENT_AGAINST,
                proposed_posts=request.posts_wanted if verdict == OpinionVerdict.FAVOURABLE else 0,
                context=self._context(request, at),
                author=self.staff.prefects[request.department_id],
                given_at=max(at, request.confirmed_at + timedelta(hours=1)),
            )
        )

    def _context(self, request: HostRequest, at: datetime) -> dict[str, object]:
        quota = self.world.quotas[request.department_id]
        granted = self.granted[request.department_id]
        known = {"day": at.date().isoformat(), "quota": quota, "granted": granted, "filled": 0}
        remaining = {"requested": request.posts_wanted, "remaining": quota - granted}
        return known | remaining | {"fragility": [], "zones": [], "france_services": []}

    def _decision(
        self, request: HostRequest, session: CommitteeSession, verdict: DecisionVerdict, posts: int
    ) -> CommitteeDecision:
        at = self.world.at(session.date - self.world.shift, 15)
        refused = verdict == DecisionVerdict.REFUSED
        made = CommitteeDecision(
            id=self.stream.identifier(at),
            request=request,
            session=session,
            verdict=verdict,
            posts_granted=posts,
            kind=request.kind,
            phase=1,
            refusal_reason=self.stream.one(RefusalReason.values) if refused else "",
            validator=self.staff.admins[0],
            decided_at=at,
        )
        self.made.decisions.append(made)
        return made

    def _post(self, request: HostRequest, decision: CommitteeDecision, day: date) -> None:
        at = decision.decided_at
        post = Post(
            id=self.stream.identifier(at), kind=request.kind, granted_by=decision, created_on=self.world.day(day)
        )
        self.made.posts.append(post)
        self.granted[request.department_id] += 1
        self.made.attachments.append(
            PostAttachment(
                id=self.stream.identifier(at),
                post=post,
                host=request.organisation,
                request=request,
                department_id=request.department_id,
                starts_on=post.created_on,
            )
        )
