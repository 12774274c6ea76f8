"""What ends at once when an authorisation, a helper or an accreditation ends."""

from __future__ import annotations

from django.utils import timezone

from conum.domains.mandates.events import AccreditationEnded, AuthorisationRevoked, HelperSuspended
from conum.domains.mandates.operations import oidc_procedures
from conum.kernel.events import subscribe


@subscribe(HelperSuspended)
def end_of_helper(event: HelperSuspended) -> None:
    """Codes and tokens in hand end (MAN-05)."""
    if event.person_id is not None:
        oidc_procedures.end_for_helper(event.person_id, event.organisation_id, now=timezone.now())


@subscribe(AccreditationEnded)
def end_of_accreditation(event: AccreditationEnded) -> None:
    """Codes and tokens of the whole organisation end."""
    oidc_procedures.end_for_organisation(event.organisation_id, now=timezone.now())


@subscribe(AuthorisationRevoked)
def end_of_authorisation(event: AuthorisationRevoked) -> None:
    """Codes and tokens given under it end (MAN-15)."""
    oidc_procedures.end_for_authorisations([event.authorisation_id], now=timezone.now())
