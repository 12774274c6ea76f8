"""The training gate: hours, date, Pix test (MAN-03); an own simple record until the training module exists."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.domains.mandates.models import Helper
from conum.domains.mandates.operations import mails
from conum.domains.mandates.operations.team import locked, move
from conum.domains.mandates.rules import team as rules


@transaction.atomic
def start_training(helper_id: UUID, *, actor: Actor, now: datetime) -> Helper:
    """The helper begins the training."""
    helper = locked(helper_id, actor)
    move(helper, "start_training", actor=actor, now=now)
    return helper


@transaction.atomic
def record_training(helper_id: UUID, hours: str, on: date, *, actor: Actor, now: datetime) -> Helper:
    """Write the training down (MAN-03).

    Args:
        hours: `TrainingHours`.
        on: its last day.
    """
    helper = locked(helper_id, actor)
    rules.training_is_past.check(on, localdate(now))
    helper.training_hours, helper.trained_on = hours, on
    move(helper, "finish_training", actor=actor, now=now, payload={"hours": hours, "on": on.isoformat()})
    return helper


@transaction.atomic
def record_test(helper_id: UUID, on: date, passed: bool, *, actor: Actor, now: datetime) -> Helper:
    """Write the result of the Pix test down: a success makes the helper active (MAN-03)."""
    helper = locked(helper_id, actor)
    rules.test_follows_training.check(helper.trained_on, on, localdate(now))
    helper.test_on, helper.test_passed = on, passed
    if passed:
        helper.activated_at = helper.last_activity_at = now
    event = "pass_test" if passed else "fail_test"
    move(helper, event, actor=actor, now=now, payload={"on": on.isoformat()})
    if passed:
        line = _("Vous pouvez désormais créer des mandats. Ajoutez votre seconde protection si ce n'est pas fait.")
        mails.tell_helper(helper, _("Vous êtes aidant Aidants Connect"), line, "activated", now)
    return helper
