"""From what an identity provider says to one of our accounts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.accounts.models import ExternalId, Person
from conum.commons.journal.operations import record
from conum.kernel.errors import ConumError


class NoAccount(ConumError):
    """The provider knows the person; we do not."""

    def __init__(self) -> None:
        super().__init__(
            _("Aucun compte ne correspond à cette identité. Demandez une invitation, ou connectez-vous par un code.")
        )


@transaction.atomic
def person_of(issuer: str, subject: str, email: str, email_verified: bool, now: datetime) -> Person:
    """Return the account of an identity; the first time, the account of its verified e-mail is bound to it.

    Args:
        issuer, subject: what the provider names the person by, kept as an `ExternalId`.
        email: lower case, used only for the first binding, only when `email_verified`.

    Raises:
        NoAccount: nobody is bound to this identity and no active account has this verified address, or that
            account is already bound to another identity of the same provider.
    """
    bound = ExternalId.objects.filter(source=issuer, value=subject, entity="accounts.Person").first()
    if bound:
        person = Person.objects.filter(pk=bound.entity_id, is_active=True).first()
    else:
        person = _bind(issuer, subject, email if email_verified else "", now)
    if person is None:
        raise NoAccount
    return person


def _bind(issuer: str, subject: str, email: str, now: datetime) -> Person | None:
    person = Person.objects.select_for_update(no_key=True).filter(email=email, is_active=True).first()
    if person is None or not email:
        return None
    if ExternalId.objects.filter(source=issuer, entity="accounts.Person", entity_id=person.pk).exists():
        return None
    ExternalId.objects.create(entity="accounts.Person", entity_id=person.pk, source=issuer, value=subject)
    record(family="accounts", action="bind_identity", actor=None, subject=person, payload={"issuer": issuer}, now=now)
    return person
