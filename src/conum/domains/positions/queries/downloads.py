"""Rows of the exports people already know (sheet 02 section 11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import EmployerClass, Label, Role
from conum.commons.accounts.models import Actor, Membership, OrganisationLabel
from conum.domains.positions.enums import AttachmentReason, PostKind, RequestState
from conum.domains.positions.models import CommitteeDecision, HostRequest, PostAttachment
from conum.domains.positions.permissions import attachments_visible_to, requests_visible_to
from conum.domains.positions.queries.quotas import open_on
from conum.domains.positions.queries.requests import listed

# Amount of the first convention by post (sheet 01, PRG-12), shown as an estimate: the ledger is the funding module's.
ESTIMATE_PER_POST = {EmployerClass.PUBLIC: 50_000, EmployerClass.PRIVATE: 40_000}  # euros


@dataclass(frozen=True)
class PostChange:
    """One line of the history of conventions: posts of a host before and after one day's change."""

    number: int
    organisation: Any
    legal_id: str
    decided_on: date
    before: int
    change: int
    change_kind: str
    other_host: str
    department: str
    region: str
    employer_class: str
    coordinator: bool


def convention_history(actor: Actor) -> Iterator[PostChange]:
    """Yield the changes of posts of each host in reach, in order of day, as far as attachments tell."""
    rows = _with_other_hosts(attachments_visible_to(actor))
    changes = sorted(_changes(rows), key=lambda change: (str(change[1].host_id), change[0], change[2]))
    held: dict[Any, int] = {}
    for (day, row, sign), count in _grouped(changes):
        before = held.get(row.host_id, 0)
        held[row.host_id] = before + sign * count
        yield PostChange(
            number=row.request.number if row.request else 0,
            organisation=row.host,
            legal_id=row.host.siret or row.host.ridet,
            decided_on=day,
            before=before,
            change=sign * count,
            change_kind=_kind(row, sign, before),
            other_host=(row.came_from if sign > 0 else row.went_to) or "",
            department=row.department.name,
            region=row.department.region.name,
            employer_class=row.host.get_employer_class_display(),
            coordinator=row.post.kind == PostKind.COORDINATOR,
        )


def _with_other_hosts(rows: QuerySet[PostAttachment]) -> QuerySet[PostAttachment]:
    """Add the names of the hosts a post was transferred from and to (POS-46)."""
    around = PostAttachment.objects.filter(post=OuterRef("post"))
    before = around.filter(starts_on__lt=OuterRef("starts_on")).order_by("-starts_on").values("host__name")[:1]
    after = around.filter(starts_on__gt=OuterRef("starts_on"), reason=AttachmentReason.TRANSFER)
    joined = rows.select_related("host", "department__region", "post", "request")
    return joined.annotate(
        came_from=Case(When(reason=AttachmentReason.TRANSFER, then=Subquery(before))),
        went_to=Subquery(after.order_by("starts_on").values("host__name")[:1]),
    )


def _changes(rows: Any) -> Iterator[tuple[date, Any, int]]:
    for row in rows:
        yield row.starts_on, row, 1
        if row.ends_on:
            yield row.ends_on, row, -1


def _grouped(changes: list[tuple[date, Any, int]]) -> Iterator[tuple[tuple[date, Any, int], int]]:
    last: tuple[date, Any, int] | None = None
    count = 0
    for day, row, sign in changes:
        same = last is not None and (last[0], last[1].host_id, last[2]) == (day, row.host_id, sign)
        if not same and last is not None:
            yield last, count
            count = 0
        last, count = (day, row, sign), count + 1
    if last is not None:
        yield last, count


def _kind(row: Any, sign: int, before: int) -> str:
    if sign < 0:
        return _("transfert") if row.went_to else _("retrait")
    if row.reason == AttachmentReason.TRANSFER:
        return _("transfert")
    return _("ajout") if before else _("initiale")


def coordinator_requests(actor: Actor) -> QuerySet[HostRequest]:
    """Return the coordinator requests in reach with their decisions."""
    rows = listed(actor).filter(kind=PostKind.COORDINATOR).order_by("number")
    return rows.prefetch_related("decisions__session")


def managers(actor: Actor, day: date) -> QuerySet[Membership]:
    """Return the managers, in force on `day`, of the hosts in reach."""
    hosts = requests_visible_to(actor).values("organisation")
    found = Membership.objects.filter(open_on(day), role=Role.HOST_MANAGER, organisation__in=hosts)
    return found.select_related("person", "organisation").order_by("person__last_name", "person__first_name", "pk")


def open_decisions() -> Iterator[HostRequest]:
    """Yield the approved requests with `granted`, `decided_at`, `estimate` and `is_france_services`: public facts."""
    labels = OrganisationLabel.objects.filter(
        organisation=OuterRef("organisation"), label=Label.FRANCE_SERVICES, ends_on__isnull=True
    )
    rows = (
        HostRequest.objects.filter(state=RequestState.APPROVED)
        .select_related("organisation", "commune", "department__region")
        .annotate(
            granted=Sum("decisions__posts_granted", filter=Q(decisions__verdict="approved")),
            decided_at=CommitteeDecision.objects.filter(request=OuterRef("pk"), verdict="approved")
            .order_by("-decided_at")
            .values("decided_at")[:1],
            is_france_services=Exists(labels),
        )
        .filter(granted__gt=0)
        .order_by(F("number"))
    )
    for row in rows:
        row.estimate = (row.granted or 0) * ESTIMATE_PER_POST[EmployerClass(row.employer_class)]
        yield row
