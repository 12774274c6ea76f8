"""Committee sessions: planned, opened, closed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.accounts.models import Actor
from conum.commons.journal.operations import record
from conum.domains.positions.models import CommitteeSession
from conum.domains.positions.operations.life import FAMILY
from conum.domains.positions.permissions import SESSION_MANAGE
from conum.domains.positions.workflow import SESSIONS
from conum.kernel.errors import ConumError, OutOfSight


@transaction.atomic
def plan_session(label: str, day: date, *, actor: Actor, now: datetime) -> CommitteeSession:
    """Plan a session ("COSELEC 12", "62BIS").

    Raises:
        ConumError: the label is empty or taken.
    """
    SESSION_MANAGE.require(actor)
    label = " ".join(label.split())
    if not label:
        raise ConumError(_("Donnez l'intitulé de la session, par exemple « COSELEC 12 »."), field="label")
    if CommitteeSession.objects.filter(label__iexact=label).exists():
        raise ConumError(_("Une session « {label} » existe déjà.").format(label=label), field="label")
    session = CommitteeSession.objects.create(label=label, date=day)
    record(family=FAMILY, action="session.plan", actor=actor, subject=session, payload={"date": day}, now=now)
    return session


@transaction.atomic
def move_session(session_id: UUID, event: str, *, actor: Actor, now: datetime) -> CommitteeSession:
    """Open or close a session; closed, it takes no more decision (POS-25).

    Args:
        event: `open` or `close`.

    Raises:
        OutOfSight, TransitionRefused.
    """
    session = CommitteeSession.objects.select_for_update(no_key=True).filter(pk=session_id).first()
    if session is None:
        raise OutOfSight(_("Cette session n'existe pas."))
    SESSION_MANAGE.require(actor, session)
    session.state = SESSIONS.target(session.state, event)
    setattr(session, "opened_at" if event == "open" else "closed_at", now)
    session.save()
    record(family=FAMILY, action=f"session.{event}", actor=actor, subject=session, payload={}, now=now)
    return session
