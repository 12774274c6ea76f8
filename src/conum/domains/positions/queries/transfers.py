"""Transfers of posts as their readers see them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Organisation
from conum.domains.positions.enums import TransferState
from conum.domains.positions.models import PostAttachment, PostTransfer
from conum.domains.positions.permissions import transfers_visible_to
from conum.domains.positions.queries.engaged import engaged


def listed(actor: Actor | None) -> QuerySet[PostTransfer]:
    """Return the transfers the actor sees, with post, hosts and départements."""
    return transfers_visible_to(actor).select_related(
        "post", "from_host__commune", "to_host__commune", "department", "arrival_department", "proposed_by"
    )


def sides_of(transfer: PostTransfer, actor: Actor) -> list[str]:
    """Return the fields that hold the agreements the actor gives: of a host, or of the prefectures in its territory."""
    if actor.role == Role.HOST_MANAGER and actor.organisation_id:
        hosts = {transfer.from_host_id: "from_host_agreed_at", transfer.to_host_id: "to_host_agreed_at"}
        return [hosts[actor.organisation_id]] if actor.organisation_id in hosts else []
    if actor.role != Role.PREFECTURE:
        return []
    territories = {"prefecture_agreed_at": transfer.department_id}
    if transfer.changes_department:
        territories["arrival_prefecture_agreed_at"] = transfer.arrival_department_id
    return [name for name, code in territories.items() if actor.perimeter.contains_department(code)]


def hosts_with_legal_id(legal_id: str, branch: str = "") -> QuerySet[Organisation]:
    """Return the organisations of a SIRET or RIDET, of one branch when it is named."""
    field = "siret" if len(legal_id) == 14 else "ridet"
    rows = Organisation.objects.filter(**{field: legal_id}).exclude(**{field: ""}).select_related("commune")
    return (rows.filter(branch_name__iexact=branch) if branch else rows).order_by("branch_name", "pk")


def open_attachment(post: object) -> PostAttachment | None:
    """Return the open attachment of a post."""
    rows = PostAttachment.objects.filter(post=post, ends_on__isnull=True)
    return rows.select_related("host", "department", "post", "request").first()


def is_engaged(attachment: PostAttachment, day: date) -> bool:
    """Tell whether somebody, or a contract, holds the post beyond `day`."""
    return attachment.pk in engaged([attachment.pk], day)


def to_carry_out(day: date) -> QuerySet[PostTransfer]:
    """Return the accepted transfers whose day has come, oldest first."""
    return PostTransfer.objects.filter(state=TransferState.ACCEPTED, effective_on__lte=day).order_by("effective_on")
