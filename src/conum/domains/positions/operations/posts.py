"""Who is on a post: opened and closed by the contracts of recruitment, a row above."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor, Person
from conum.commons.journal.operations import record
from conum.domains.positions.events import PostFilled, PostVacated
from conum.domains.positions.models import PostAssignment, PostAttachment
from conum.domains.positions.operations.life import FAMILY
from conum.domains.positions.queries.posts import overlapping
from conum.domains.positions.rules import posts as rules
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish


@transaction.atomic
def open_assignment(
    attachment_id: UUID,
    person_id: UUID,
    contract_id: UUID | None,
    starts_on: date,
    *,
    ends_on: date | None = None,
    actor: Actor | None,
    now: datetime,
) -> PostAssignment:
    """Put a counsellor on an attached post. The caller (a contract being validated) has checked the permission.

    The person's row is locked first, so that two simultaneous assignments of one person wait for each other
    instead of blocking each other in the exclusion constraint.

    Args:
        starts_on, ends_on: first and last day on the post, both included; `ends_on` None while it lasts.

    Raises:
        OutOfSight: no such attachment or person.
        RuleBroken: POS-31, POS-32.
        ConumError: the period goes outside the attachment.
    """
    _lock_person(person_id)
    attachment = _locked_attachment(attachment_id)
    _check_inside(attachment, starts_on, ends_on)
    period = (starts_on, ends_on)
    rules.assigned_once_at_a_time.check([period, *_periods(starts_on, ends_on, attachment=attachment)])
    rules.counsellor_on_one_post.check([period, *_periods(starts_on, ends_on, counsellor=person_id)])
    assignment = PostAssignment.objects.create(
        attachment=attachment, counsellor_id=person_id, contract_id=contract_id, starts_on=starts_on, ends_on=ends_on
    )
    payload = {"attachment": str(attachment.pk), "starts_on": starts_on}
    record(family=FAMILY, action="assignment.open", actor=actor, subject=assignment, payload=payload, now=now)
    publish(PostFilled(attachment.pk, attachment.host_id, person_id, starts_on))
    return assignment


@transaction.atomic
def close_assignment(assignment_id: UUID, ends_on: date, *, actor: Actor | None, now: datetime) -> PostAssignment:
    """Set the last day of a counsellor on a post: vacant the day after.

    Args:
        ends_on: last day, on or after the first.

    Raises:
        OutOfSight: no such assignment.
        ConumError: the day comes before the first, or after an end already set.
    """
    rows = PostAssignment.objects.select_for_update(no_key=True, of=("self",)).select_related("attachment")
    assignment = rows.filter(pk=assignment_id).first()
    if assignment is None:
        raise OutOfSight(_("Cette affectation n'existe pas."))
    if ends_on < assignment.starts_on:
        raise ConumError(_("La fin vient avant le début de l'affectation."), field="ends_on")
    assignment.ends_on = ends_on
    assignment.save(update_fields=["ends_on"])
    payload = {"ends_on": ends_on}
    record(family=FAMILY, action="assignment.close", actor=actor, subject=assignment, payload=payload, now=now)
    held = assignment.attachment
    publish(PostVacated(held.pk, held.host_id, assignment.counsellor_id, ends_on))
    return assignment


def _lock_person(person_id: UUID) -> None:
    if not Person.objects.select_for_update(no_key=True).filter(pk=person_id).exists():
        raise OutOfSight(_("Cette personne n'existe pas."))


def _locked_attachment(attachment_id: UUID) -> PostAttachment:
    found = PostAttachment.objects.select_for_update(no_key=True).filter(pk=attachment_id).first()
    if found is None:
        raise OutOfSight(_("Ce poste n'est pas rattaché."))
    return found


def _check_inside(attachment: PostAttachment, starts_on: date, ends_on: date | None) -> None:
    late = attachment.ends_on is not None and (ends_on is None or ends_on > attachment.ends_on)
    if starts_on < attachment.starts_on or late:
        raise ConumError(_("La période sort de celle du rattachement du poste à la structure."), field="starts_on")


def _periods(starts_on: date, ends_on: date | None, **of: object) -> list[rules.Period]:
    rows = PostAssignment.objects.filter(overlapping(starts_on, ends_on), **of)
    return list(rows.values_list("starts_on", "ends_on"))
