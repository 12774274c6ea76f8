"""Who may do what with requests, decisions and posts (sheet 02 section 10), and what each actor sees."""

from __future__ import annotations

import rules
from django.db.models import Q, QuerySet

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor, Organisation
from conum.domains.positions.enums import RequestState
from conum.domains.positions.models import (
    CoordinationScope,
    HostRequest,
    HostRequestDraft,
    PostAmendment,
    PostAttachment,
    PostTransfer,
)
from conum.kernel.permissions import permission


@rules.predicate
def own_organisation(actor: Actor, row: HostRequest) -> bool:
    """The row belongs to the actor's organisation; a national administrator acts for all."""
    return actor.role == Role.NATIONAL_ADMIN or row.organisation_id == actor.organisation_id


@rules.predicate
def own_territory(actor: Actor, row: HostRequest | PostAttachment) -> bool:
    """The row is in the actor's perimeter (POS-10)."""
    return actor.perimeter.contains_department(row.department_id)


@rules.predicate
def own_host(actor: Actor, row: PostAmendment) -> bool:
    """The amendment is of the actor's organisation."""
    return bool(actor.organisation_id) and row.host_id == actor.organisation_id


@rules.predicate
def side_of_transfer(actor: Actor, row: PostTransfer) -> bool:
    """The actor speaks for one of those who agree: a host, the prefecture the post leaves or reaches (POS-46)."""
    if actor.role == Role.PREFECTURE:
        territories = (row.department_id, row.arrival_department_id)
        return any(actor.perimeter.contains_department(code) for code in territories)
    return bool(actor.organisation_id) and actor.organisation_id in (row.from_host_id, row.to_host_id)


REQUEST_CREATE = permission("positions.request_create", "Demander des postes", roles="host_manager national_admin")
REQUEST_READ = permission(
    "positions.request_read",
    "Lire les demandes de postes",
    roles="host_manager prefecture national_admin hub network coordinator",
)
REQUEST_WITHDRAW = permission(
    "positions.request_withdraw",
    "Abandonner une demande de sa structure",
    roles="host_manager national_admin",
    predicate=own_organisation,
)
REQUEST_MANAGE = permission(
    "positions.request_manage", "Annuler, rétablir ou rapprocher des demandes", roles="national_admin"
)
REQUEST_EXPORT = permission(
    "positions.request_export",
    "Exporter les demandes",
    roles="host_manager prefecture national_admin hub network coordinator",
)
OPINION_GIVE = permission(
    "positions.opinion_give",
    "Donner l'avis du préfet",
    roles="prefecture",
    predicate=own_territory,
    personal=True,
)
REQUEST_DECIDE = permission("positions.request_decide", "Décider des demandes", roles="national_admin")
SESSION_MANAGE = permission("positions.session_manage", "Tenir les sessions du comité", roles="national_admin")
QUOTA_READ = permission("positions.quota_read", "Lire les dotations", roles="prefecture national_admin hub")
QUOTA_SET = permission("positions.quota_set", "Fixer les dotations", roles="national_admin")
POST_READ = permission(
    "positions.post_read",
    "Lire les postes",
    roles="host_manager prefecture national_admin paying_agent hub network coordinator",
)
AMENDMENT_READ = permission(
    "positions.amendment_read",
    "Lire les avenants et les transferts de postes",
    roles="host_manager prefecture national_admin paying_agent hub network",
)
AMENDMENT_ASK = permission(
    "positions.amendment_ask", "Demander l'ajout ou le rendu de postes", roles="host_manager", predicate=own_host
)
AMENDMENT_DECIDE = permission("positions.amendment_decide", "Décider des avenants de postes", roles="national_admin")
TRANSFER_PROPOSE = permission(
    "positions.transfer_propose", "Proposer le transfert d'un poste", roles="host_manager prefecture national_admin"
)
TRANSFER_AGREE = permission(
    "positions.transfer_agree",
    "Accepter ou refuser un transfert",
    roles="host_manager prefecture",
    predicate=side_of_transfer,
    personal=True,
)
VACANCY_READ = permission(
    "positions.vacancy_read",
    "Suivre les postes vacants",
    roles="host_manager prefecture national_admin paying_agent hub network",
)


def _reach(actor: Actor, organisation: str, department: str) -> Q:
    """Return the condition on rows with these paths to a host and to a département."""
    own = Q(**{organisation: actor.organisation_id}) if actor.organisation_id else Q(pk__in=[])
    if actor.role == Role.HOST_MANAGER:
        return own
    if actor.role == Role.COORDINATOR:
        return own | _coordinated(actor, organisation, department)
    if actor.role == Role.NETWORK:
        network = Organisation.objects.filter(pk=actor.organisation_id).exclude(network="").values("network")
        return Q(**{f"{organisation}__network__in": network})
    return actor.perimeter.as_q(department)


def _coordinated(actor: Actor, organisation: str, department: str) -> Q:
    """Return the condition « of a host of the coordinator's territory, or of its team or basin » (REC-58).

    In a territory, the hosts are those that hold, or held, a post there.
    """
    scope = CoordinationScope.of(actor.person_id, actor.organisation_id)
    perimeter = actor.perimeter | scope.perimeter
    hosts = PostAttachment.objects.filter(perimeter.as_q("department")).values("host")
    near = PostAttachment.objects.filter(scope.as_q()).values("host")
    return (perimeter.as_q(department) & Q(**{f"{organisation}__in": hosts})) | Q(**{f"{organisation}__in": near})


def requests_visible_to(actor: Actor | None) -> QuerySet[HostRequest]:
    """Return the requests the actor may read; unconfirmed ones only to their host and the administrator (POS-07)."""
    if actor is None or not REQUEST_READ.allows(actor):
        return HostRequest.objects.none()
    found = HostRequest.objects.filter(_reach(actor, "organisation", "department"))
    if actor.role in (Role.HOST_MANAGER, Role.NATIONAL_ADMIN):
        return found
    return found.exclude(state=RequestState.UNCONFIRMED)


def attachments_visible_to(actor: Actor | None) -> QuerySet[PostAttachment]:
    """Return the attachments of posts the actor may read."""
    if actor is None or not POST_READ.allows(actor):
        return PostAttachment.objects.none()
    return PostAttachment.objects.filter(_reach(actor, "host", "department"))


def amendments_visible_to(actor: Actor | None) -> QuerySet[PostAmendment]:
    """Return the additions and returns the actor may read."""
    if actor is None or not AMENDMENT_READ.allows(actor):
        return PostAmendment.objects.none()
    return PostAmendment.objects.filter(_reach(actor, "host", "department"))


def transfers_visible_to(actor: Actor | None) -> QuerySet[PostTransfer]:
    """Return the transfers the actor may read: those that leave or reach a host or a territory in reach."""
    if actor is None or not AMENDMENT_READ.allows(actor):
        return PostTransfer.objects.none()
    leaving = _reach(actor, "from_host", "department")
    return PostTransfer.objects.filter(leaving | _reach(actor, "to_host", "arrival_department"))


def drafts_of(actor: Actor | None) -> QuerySet[HostRequestDraft]:
    """Return the actor's own drafts."""
    if actor is None:
        return HostRequestDraft.objects.none()
    return HostRequestDraft.objects.filter(person=actor.person_id)
