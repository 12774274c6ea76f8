"""Quotas set by administrators, and overrides that two of them agree on."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.positions.models import DepartmentQuota, QuotaOverride
from conum.domains.positions.operations.life import FAMILY, locked_request
from conum.domains.positions.permissions import QUOTA_SET, REQUEST_DECIDE
from conum.domains.positions.queries import quotas
from conum.domains.positions.rules import decisions as rules
from conum.domains.positions.rules import opinions as opinion_rules
from conum.kernel.errors import ConumError, OutOfSight


@transaction.atomic
def set_quota(
    department: str, kind: str, posts: int, valid_from: date, source: str, *, actor: Actor, now: datetime
) -> DepartmentQuota:
    """Set the quota of a département from a day on; a quota already begun is never rewritten.

    Args:
        department: INSEE code.
        posts: whole posts, 0 or more.

    Raises:
        ConumError: the day is past, or the number negative.
    """
    QUOTA_SET.require(actor)
    if valid_from < timezone.localdate(now):
        raise ConumError(
            _("Une dotation ne change pas dans le passé : choisissez une date à venir."), field="valid_from"
        )
    if posts < 0:
        raise ConumError(_("Le nombre de postes ne peut pas être négatif."), field="posts")
    quotas.lock(department, kind)
    quota, _made = DepartmentQuota.objects.update_or_create(
        department_id=department, kind=kind, valid_from=valid_from, defaults={"posts": posts, "source": source}
    )
    payload = {"department": department, "kind": kind, "posts": posts, "valid_from": valid_from}
    record(family=FAMILY, action="quota.set", actor=actor, subject=quota, payload=payload, now=now)
    return quota


@transaction.atomic
def ask_override(request_id: UUID, posts: int, reason: str, *, actor: Actor, now: datetime) -> QuotaOverride:
    """Ask another administrator to agree to posts above the quota for a request (POS-22).

    Raises:
        ConumError: no reason, no post, or one is already asked.
    """
    request = locked_request(request_id)
    REQUEST_DECIDE.require(actor, request)
    opinion_rules.still_undecided.check(request.state)
    if posts < 1:
        raise ConumError(_("Demandez au moins un poste au-delà de la dotation."), field="posts")
    if not reason.strip():
        raise ConumError(_("Donnez le motif du dépassement."), field="reason")
    if request.overrides.filter(agreed_by__isnull=True).exists():
        raise ConumError(_("Un dépassement attend déjà l'accord d'un second administrateur pour cette demande."))
    override = QuotaOverride.objects.create(
        request=request,
        department_id=request.department_id,
        kind=request.kind,
        posts=posts,
        reason=reason.strip(),
        asked_by_id=actor.person_id,
        asked_at=now,
    )
    record(family=FAMILY, action="override.ask", actor=actor, subject=override, payload={"posts": posts}, now=now)
    return override


@transaction.atomic
def agree_override(override_id: UUID, *, actor: Actor, now: datetime) -> QuotaOverride:
    """Give the second agreement: the ceiling of the département rises by the posts asked.

    Raises:
        OutOfSight: no such override waits.
        RuleBroken: POS-22, the same administrator asked for it.
    """
    waiting = QuotaOverride.objects.select_for_update(no_key=True).filter(agreed_by__isnull=True)
    override = waiting.filter(pk=override_id).first()
    if override is None:
        raise OutOfSight(_("Ce dépassement n'attend plus d'accord."))
    REQUEST_DECIDE.require(actor, override)
    rules.agreed_by_another.check(override.asked_by_id, actor.person_id)
    quotas.lock(override.department_id, override.kind)
    override.agreed_by_id, override.agreed_at, override.agreed_on = actor.person_id, now, timezone.localdate(now)
    override.save(update_fields=["agreed_by", "agreed_at", "agreed_on"])
    payload = {"posts": override.posts}
    record(family=FAMILY, action="override.agree", actor=actor, subject=override, payload=payload, now=now)
    return override
