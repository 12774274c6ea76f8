"""What a person wants to receive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from conum.commons.messaging import permissions
from conum.commons.messaging.enums import Topic
from conum.commons.messaging.models import MailRefusal
from conum.kernel.permissions import ActorLike


@transaction.atomic
def choose_topics(*, wanted: Iterable[str], actor: ActorLike, now: datetime) -> None:
    """Keep which optional mails the person wants; the others are refused from now on, mandatory ones never.

    Raises:
        PermissionRefused: nobody is signed in.
    """
    permissions.CHOOSE_MAILS.require(actor)
    kept = set(wanted)
    refused = [topic for topic in Topic if topic.value not in kept]
    MailRefusal.objects.filter(person_id=actor.person_id).exclude(topic__in=refused).delete()
    MailRefusal.objects.bulk_create(
        [MailRefusal(person_id=actor.person_id, topic=topic, refused_at=now) for topic in refused],
        ignore_conflicts=True,
    )
