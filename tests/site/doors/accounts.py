"""Rows behind the addresses of accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Impersonation


def accounts(of_side: Any, token: Any, found: Any) -> dict[str, Any]:
    """Return the finders of accounts, made with those of `objects`."""

    def manager(country: Any, role: str) -> Any:
        return found([(country.here.rows["manager"].person_id,)], [])

    def lent(country: Any, role: str) -> Any:
        """Somebody who agreed to be acted for, and somebody who did not."""
        membership, now = country.here.rows["manager"], timezone.now()
        given = {"person_id": membership.person_id, "membership": membership}
        Impersonation.objects.create(**given, agreed_at=now, expires_at=now + timedelta(hours=1))
        return found([(membership.person_id,)], [(country.there.rows["manager"].person_id,)])

    return {
        "accounts:invitation": token(lambda country: f"token-{country.here.rows['host'].pk}"),
        "accounts:team_remove": of_side("colleague", blind=(Role.HUB, Role.NETWORK)),
        "accounts:team_revoke": of_side("invitation", blind=(Role.HUB, Role.NETWORK)),
        "accounts:revoke": of_side("invitation"),
        "accounts:person": manager,
        "accounts:impersonate": lent,
        "accounts:deactivate": manager,
        "accounts:reactivate": manager,
        "accounts:end_role": of_side("manager"),
        "accounts:organisation": of_side("host"),
        "accounts:correct_class": of_side("host"),
        "accounts:give_label": of_side("host"),
    }
