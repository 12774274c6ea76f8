"""Who helps, where, and whether they may act now."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.domains.mandates.models import Accreditation, Helper, ProcedureGroup


def active_helper(actor: Actor | None, now: datetime) -> Helper | None:
    """Return the helper the actor is, in the one organisation acted for (MAN-06); None unless he may act now.

    Active, of an accreditation in force, under the role `helper`: a lead who is not a helper gets None (MAN-04).
    """
    if actor is None or actor.role != Role.HELPER or actor.organisation_id is None:
        return None
    mine = Helper.objects.select_related("accreditation", "organisation")
    found = mine.filter(person=actor.person_id, organisation=actor.organisation_id).first()
    return found if found and may_act(found) else None


def acts_now(actor: Actor) -> bool:
    """Tell whether `active_helper` would return somebody: all that most pages of a procedure need to know."""
    if actor.role != Role.HELPER or actor.organisation_id is None:
        return False
    return active_helpers(actor.organisation_id).filter(person=actor.person_id).exists()


def may_act(helper: Helper) -> bool:
    """Tell whether the helper is active and the accreditation in force: asked again at each live check."""
    return helper.state == "active" and helper.accreditation.state == "active"


def helper_of(actor: Actor | None) -> Helper | None:
    """Return the helper the actor is under this role and organisation, whatever the state."""
    if actor is None or actor.role != Role.HELPER or actor.organisation_id is None:
        return None
    mine = Helper.objects.select_related("accreditation", "organisation")
    return mine.filter(person=actor.person_id, organisation=actor.organisation_id).first()


def active_helpers(organisation_id: object) -> QuerySet[Helper]:
    """Return the active helpers of an organisation whose accreditation is in force."""
    return Helper.objects.filter(organisation=organisation_id, state="active", accreditation__state="active")


def allowed_groups(accreditation: Accreditation, now: datetime) -> QuerySet[ProcedureGroup]:
    """Return the groups of procedures the organisation may be mandated for on this day (MAN-11)."""
    return offered_groups(now).filter(pk__in=accreditation.allowed.values("group"))


def offered_groups(now: datetime) -> QuerySet[ProcedureGroup]:
    """Return the groups of procedures offered on this day, in their order."""
    day = localdate(now)
    return ProcedureGroup.objects.filter(valid_from__lte=day).exclude(valid_until__lt=day).order_by("position")


def own_accreditation(actor: Actor | None) -> Accreditation | None:
    """Return the accreditation in force of the organisation the actor acts for."""
    if actor is None or actor.organisation_id is None:
        return None
    found = Accreditation.objects.select_related("organisation")
    return found.filter(organisation=actor.organisation_id, state="active").first()
