"""What accounts tell of helpers and leads: invitations accepted, sign-ins, factors."""

from __future__ import annotations

from django.utils import timezone

from conum.commons.accounts.enums import Role
from conum.commons.accounts.events import InvitationAccepted, SecondFactorChanged, SignedIn
from conum.commons.accounts.models import Invitation
from conum.domains.mandates.operations import team, watching
from conum.kernel.events import subscribe


@subscribe(InvitationAccepted)
def join(event: InvitationAccepted) -> None:
    """Tie the account to the helper or lead that was invited."""
    if event.role in (Role.HELPER, Role.HELPER_LEAD) and event.organisation_id:
        email = Invitation.objects.values_list("email", flat=True).get(pk=event.invitation_id)
        team.join(event.person_id, email, event.role, event.organisation_id, now=timezone.now())


@subscribe(SignedIn)
def signed_in(event: SignedIn) -> None:
    """Write the sign-in of a helper to the journal, and begin the months of inactivity again."""
    watching.note_sign_in(event.person_id, event.method, event.address, now=timezone.now())


@subscribe(SecondFactorChanged)
def factor_changed(event: SecondFactorChanged) -> None:
    """Write what happened to the factor of a helper to the journal."""
    watching.note_factor(event.person_id, event.kind, event.change, event.address, now=timezone.now())
