"""Second factors of invented people (see `queries/demonstration.py`)."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from conum.commons.accounts.enums import TWO_FACTOR_ROLES
from conum.commons.accounts.models import Person
from conum.commons.accounts.queries.demonstration import is_demonstrated, secret_of


@transaction.atomic
def enrol_invented(people: Iterable[Person]) -> int:
    """Give an authenticator application to the invented people whose role demands one; returns how many.

    Called by the demonstration once its accounts are made. Real people are left alone, whatever is passed.
    """
    given = 0
    for person in people:
        demanded = person.memberships.filter(role__in=TWO_FACTOR_ROLES).exists()
        if demanded and is_demonstrated(person) and not Authenticator.objects.filter(user=person).exists():
            TOTP.activate(person, secret_of(person))
            given += 1
    return given
