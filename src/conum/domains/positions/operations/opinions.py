"""The prefect's opinion: given, replaced until the decision, every version kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.positions.enums import OpinionVerdict
from conum.domains.positions.models import PrefectOpinion
from conum.domains.positions.operations.life import FAMILY, locked_request, write_step
from conum.domains.positions.permissions import OPINION_GIVE
from conum.domains.positions.queries.context import opinion_context
from conum.domains.positions.queries.posts import hosts_holding
from conum.domains.positions.rules import opinions as rules
from conum.kernel.errors import ConumError


@dataclass(frozen=True)
class Opinion:
    """What the prefecture writes; `proposed_posts` counts posts."""

    verdict: str
    comment: str
    proposed_posts: int
    france_services: bool = False
    zrr: bool = False
    qpv: str = ""
    transfer_from_id: UUID | None = None


@transaction.atomic
def give_opinion(request_id: UUID, opinion: Opinion, *, actor: Actor, now: datetime) -> PrefectOpinion:
    """Write the opinion, replacing the current one, with the context of the moment (POS-13).

    Raises:
        RuleBroken: POS-10 to POS-12.
        ConumError: the verdict and the proposed posts contradict each other; `transfer_from` holds no post there.
    """
    request = locked_request(request_id)
    rules.in_own_territory.check(actor.perimeter.contains_department(request.department_id))
    OPINION_GIVE.require(actor, request)
    rules.still_undecided.check(request.state)
    rules.comment_has_right_length.check(opinion.comment)
    check_posts(opinion)
    check_transfer(opinion, request.department_id, request.organisation_id, timezone.localdate(now))
    context = opinion_context(request, timezone.localdate(now))
    rules.context_is_complete.check(context)
    replaced = request.opinions.filter(superseded_at__isnull=True).update(superseded_at=now)
    saved = PrefectOpinion.objects.create(
        request=request,
        author_id=actor.person_id,
        given_at=now,
        context=context,
        **{**opinion.__dict__, "comment": opinion.comment.strip()},
    )
    event = "opinion_replaced" if replaced else "opinion_given"
    write_step(request, event, actor=actor, now=now)
    payload = {"verdict": opinion.verdict, "proposed_posts": opinion.proposed_posts}
    record(family=FAMILY, action=f"request.{event}", actor=actor, subject=request, payload=payload, now=now)
    return saved


def check_posts(opinion: Opinion) -> None:
    """Refuse posts that contradict the verdict."""
    if opinion.verdict == OpinionVerdict.FAVOURABLE and opinion.proposed_posts < 1:
        raise ConumError(_("Un avis favorable propose au moins un poste."), field="proposed_posts")
    if opinion.proposed_posts < 0:
        raise ConumError(_("Le nombre de postes proposés ne peut pas être négatif."), field="proposed_posts")


def check_transfer(opinion: Opinion, department: str, host_id: UUID, day: date) -> None:
    """Refuse a transfer from an organisation that holds no post in the département, or from the host itself."""
    if opinion.transfer_from_id is None:
        return
    if not hosts_holding(department, day, but=host_id).filter(pk=opinion.transfer_from_id).exists():
        raise ConumError(_("Choisissez une structure qui a des postes dans le département."), field="transfer_from")
