"""The end of mandates: told thirty days before, noted when it comes (MAN-17)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.messaging.operations import send
from conum.commons.messaging.queries import site_address
from conum.domains.mandates import parameters
from conum.domains.mandates.models import Mandate
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.queries.mandates import ending
from conum.domains.mandates.queries.team import active_helpers

BATCH = 200


@transaction.atomic
def tell_endings(*, now: datetime) -> int:
    """Tell the helpers of each organisation how many long mandates end within the notice; returns how many mandates.

    Told once a mandate; one mail a day and helper, without the name of a citizen.
    """
    days = parameters.EXPIRY_NOTICE_DAYS.on(localdate(now))
    found = list(ending(now, days).order_by("pk")[:BATCH])
    locked = Mandate.objects.select_for_update(skip_locked=True, no_key=True).filter(
        pk__in=[one.pk for one in found], notice_at=None
    )
    mine = list(locked.order_by("pk"))
    Mandate.objects.filter(pk__in=[one.pk for one in mine]).update(notice_at=now)
    for organisation_id, count in Counter(one.organisation_id for one in mine).items():
        line = ngettext(
            "{count} mandat de votre structure prend fin dans moins de {days} jours.",
            "{count} mandats de votre structure prennent fin dans moins de {days} jours.",
            count,
        ).format(count=count, days=days)
        more = _("Pour continuer, renouvelez-les avec chaque usager : son accord est demandé de nouveau.")
        subject = _("Des mandats prennent bientôt fin")
        key = f"ending/{organisation_id}/{now.isoformat()}"
        tell_helpers(organisation_id, key, subject, f"{line} {more}", now, "?etat=active&tri=fin")
    return len(mine)


@transaction.atomic
def note_expiries(*, now: datetime) -> int:
    """Write in the journal the mandates that reached their end; returns how many, to be called until 0."""
    over = Mandate.objects.select_for_update(skip_locked=True, no_key=True).filter(expires_at__lte=now, expired_at=None)
    found = list(over.order_by("expires_at", "pk")[:BATCH])
    Mandate.objects.filter(pk__in=[one.pk for one in found]).update(expired_at=now)
    for one in found:
        alive = list(one.authorisations.filter(revoked_at=None).order_by("group").values_list("group", flat=True))
        if alive:  # a mandate revoked before its end did not expire
            held = {"groups": alive, "beneficiary": one.beneficiary_id, "expires_at": one.expires_at}
            trace(
                "mandate.expire",
                actor=None,
                subject=one,
                payload=held,
                organisation_id=one.organisation_id,
                now=now,
            )
    return len(found)


def tell_helpers(organisation_id: UUID, key: str, subject: str, line: str, now: datetime, query: str = "") -> None:
    """Send one mail to each active helper of an organisation; nothing in it names a citizen."""
    for helper in active_helpers(organisation_id).order_by("pk"):
        send(
            template="mandates/notice",
            to=helper.email,
            key=f"mandates.{key}/{helper.pk}",
            now=now,
            person_id=helper.person_id,
            context={
                "subject": subject,
                "lines": [line],
                "url": f"{site_address()}{reverse('mandates:mandates')}{query}",
                "label": _("Voir les mandats"),
            },
        )
