"""Helpers nobody saw for months: warned, then suspended (MAN-05)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.domains.mandates import parameters
from conum.domains.mandates.enums import HelperState, SuspensionReason
from conum.domains.mandates.models import Helper
from conum.domains.mandates.operations import mails
from conum.domains.mandates.operations.team import suspend
from conum.domains.mandates.rules.team import is_due_for_suspension, months_before


def warn_inactive(*, now: datetime) -> int:
    """Write once to each helper without activity since the warning delay; returns how many."""
    day = localdate(now)
    limit = months_before(now, parameters.INACTIVE_WARNING_MONTHS.on(day))
    months = parameters.INACTIVE_SUSPEND_MONTHS.on(day)
    due = Helper.objects.filter(state=HelperState.ACTIVE, last_activity_at__lt=limit, warned_at=None)
    told = 0
    for key in list(due.order_by("pk").values_list("pk", flat=True)):
        told += _warn(key, months, now)
    return told


@transaction.atomic
def _warn(key: object, months: int, now: datetime) -> int:
    rows = Helper.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation")
    helper = rows.filter(pk=key, state=HelperState.ACTIVE, warned_at=None).first()
    if helper is None:
        return 0
    helper.warned_at = now
    helper.save(update_fields=["warned_at"])
    mails.warn_inactive(helper, months, now)
    return 1


def suspend_inactive(*, now: datetime) -> int:
    """Suspend each helper without activity since the last delay; returns how many. One transaction each."""
    months = parameters.INACTIVE_SUSPEND_MONTHS.on(localdate(now))
    due = Helper.objects.filter(state=HelperState.ACTIVE, last_activity_at__lt=months_before(now, months))
    return sum(_suspend(key, months, now) for key in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _suspend(key: object, months: int, now: datetime) -> int:
    """The row is read again under its lock: somebody may have signed in meanwhile."""
    helper = Helper.objects.select_for_update(no_key=True).filter(pk=key, state=HelperState.ACTIVE).first()
    if helper is None or helper.last_activity_at is None:
        return 0
    if not is_due_for_suspension(helper.last_activity_at, now, months):
        return 0
    done = suspend(helper.pk, reason=SuspensionReason.INACTIVITY, actor=None, now=now)
    line = _("{name} n'a rien fait depuis {months} mois : son accès est suspendu.").format(name=done, months=months)
    mails.tell_leads(done, _("Un aidant a été suspendu"), line, "suspended-lead", now)
    return 1
