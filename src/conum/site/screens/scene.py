"""What must have happened in the demonstration for each screen to have something to show."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate

from conum.commons.accounts.models import Actor, Person
from conum.commons.accounts.queries.actors import actor_for
from conum.domains.positions.enums import RequestState, SessionState
from conum.domains.positions.models import CommitteeSession, HostRequest
from conum.domains.recruitment.enums import MatchState, PlanState
from conum.domains.recruitment.models import HostNeed, Match, NationalPlan
from conum.domains.recruitment.operations.plans import ask_plan, compute_plan
from conum.domains.recruitment.operations.shortlists import shortlist

EXTRA_KM = 10  # of the run "what if everyone accepted more" beside the plan


def actor_named(email: str, now: datetime) -> Actor:
    """Return the actor of an account of the story."""
    return actor_for(Person.objects.get(email=email), None, localdate(now))


class Scene:
    """Addresses of the screens that are about one row; missing steps are played by the operations.

    Args:
        now: instant at which the steps are played.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.admin = actor_named("admin1@example.org", now)
        self.host = actor_named("creuse@example.org", now)
        self.prefect = actor_named("prefecture19@example.org", now)

    def opinion(self) -> str:
        """The opinion of the prefecture on a request that waits for it."""
        waiting = HostRequest.objects.filter(self.prefect.perimeter.as_q("department"), state=RequestState.SUBMITTED)
        return reverse("positions:opinion", args=[waiting.order_by("number")[0].pk])

    def committee(self) -> str:
        """The session being held."""
        return reverse("positions:session", args=[CommitteeSession.objects.get(state=SessionState.OPEN).pk])

    def allocation(self) -> str:
        """The split of the posts with the published départements fixed."""
        return reverse("positions:allocation")

    def pool(self) -> str:
        """The candidates of the host's post, one of them already shortlisted."""
        self.shortlisted()
        need = HostNeed.objects.get(host=self.host.organisation_id, post_kind="counsellor")
        return f"{reverse('recruitment:pool')}?{urlencode({'besoin': need.pk})}"

    def contract(self) -> str:
        """The contract of the shortlisted candidate."""
        return reverse("recruitment:contract_entry", args=[self.shortlisted().pk])

    def shortlisted(self) -> Match:
        """Return the host's shortlisted candidate: the best one is, unless one already was."""
        matches = Match.objects.filter(need__host=self.host.organisation_id)
        met = matches.filter(state__in=[MatchState.SHORTLISTED, MatchState.SELECTED]).first()
        return met or shortlist(matches.order_by("-score", "pk")[0].pk, self.host, now=self.now)

    def plan(self) -> str:
        """The last national plan, computed now when there is none."""
        done = NationalPlan.objects.filter(state=PlanState.DONE, base=None).first()
        if done is None:
            done = ask_plan(self.admin, now=self.now, extra_km=EXTRA_KM)
            compute_plan(done.pk, now=self.now)
        return reverse("recruitment:plan", args=[done.pk])
