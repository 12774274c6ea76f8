"""Which organisations may be named as carrying a post together, and how a line typed finds them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from conum.commons.accounts.models import Actor, Organisation
from conum.domains.positions.models import PostAttachment

SHOWN = 5  # choices told when a line fits several organisations
NUMBER = re.compile(r"^[\d\s\u00a0]{7,}")


def sharable(actor: Actor | None) -> QuerySet[Organisation]:
    """Return the organisations that may be named: all once signed in; to a visitor, only those that hold or held posts.

    Decisions are public; that an organisation merely asks, or has an account, is not (POS-08).
    """
    rows = Organisation.objects.filter(closed_on__isnull=True)
    return rows if actor else rows.filter(pk__in=PostAttachment.objects.values("host"))


def matching(rows: QuerySet[Organisation], line: str) -> list[Organisation]:
    """Return those that a line may mean, a few at most: by SIRET or RIDET at its beginning, else by exact name.

    Text after a number tells branches of one number apart (`written` writes it so).
    """
    number = NUMBER.match(line)
    digits = re.sub(r"\D", "", number.group()) if number else ""
    if not digits:
        return _few(rows.filter(name__iexact=" ".join(line.split())))
    found = _few(rows.filter(Q(siret=digits) | Q(ridet=digits)))
    rest = line[number.end() :].strip(" –-") if number else ""
    exact = [one for one in found if rest and str(one) == rest]
    return exact if len(found) > 1 and exact else found


def written(organisation: Organisation) -> str:
    """Return the line that means this organisation and no other."""
    return f"{organisation.siret or organisation.ridet} – {organisation}"


def names(keys: Iterable[UUID | str]) -> list[str]:
    """Return the names of organisations, in order."""
    return [str(one) for one in Organisation.objects.filter(pk__in=list(keys)).order_by("name", "branch_name", "pk")]


def _few(rows: QuerySet[Organisation]) -> list[Organisation]:
    return list(rows.order_by("name", "branch_name", "pk")[: SHOWN + 1])
