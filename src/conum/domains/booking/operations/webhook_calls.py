"""Telling the services: one call for each delivery that is due, tried again later and later, until it is no use."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from conum.domains.booking.enums import DeliveryState, WebhookState
from conum.domains.booking.gateways import sealing
from conum.domains.booking.gateways.webhook_calls import Answer, tell
from conum.domains.booking.models import Webhook, WebhookDelivery
from conum.domains.booking.operations.webhook_notices import tell_suspended
from conum.domains.booking.operations.webhooks import WAITING, secrets_of
from conum.domains.booking.parameters import WEBHOOK_FAILURES, WEBHOOK_PATIENCE, WEBHOOK_WAITS
from conum.kernel.jobs import defer

MOST = 5  # calls of one job, so that slow software holds no worker for long: what is left is another job's
LEASE = timedelta(minutes=2)  # a worker killed in the middle of a call leaves it due again then


def tell_service(webhook_id: UUID | str, *, now: datetime) -> int:
    """Send a service what is due, oldest first; returns how many calls were made.

    The network is reached outside any transaction. When nobody answers, the others wait as long as the one that was
    tried: a service that is down costs one call, not one for each fact.
    """
    for done in range(MOST):
        delivery = _claimed(webhook_id, now)
        if delivery is None:
            return done
        answer = _told(delivery, now)
        if not _kept(delivery, answer, now):
            return done + 1
    defer("booking.tell_service", webhook_id=str(webhook_id))
    return MOST


def tell_all(*, now: datetime) -> int:
    """Queue the services that something is due to: retries, and what a killed worker left; returns how many."""
    due = WebhookDelivery.objects.filter(WAITING, due_at__lte=now, webhook__state=WebhookState.ON)
    found = list(due.order_by("webhook").values_list("webhook", flat=True).distinct())
    for pk in found:
        defer("booking.tell_service", key=f"webhook:{pk}", webhook_id=str(pk))
    return len(found)


@transaction.atomic
def _claimed(webhook_id: UUID | str, now: datetime) -> WebhookDelivery | None:
    """Take the oldest that is due, for the time of a call; another worker takes another."""
    due = WebhookDelivery.objects.filter(WAITING, webhook=webhook_id, webhook__state=WebhookState.ON, due_at__lte=now)
    taken = due.select_related("webhook").select_for_update(of=("self",), skip_locked=True)
    delivery = taken.order_by("due_at", "pk").first()
    if delivery is not None:
        delivery.attempts += 1
        delivery.due_at, delivery.tried_at, delivery.updated_at = now + LEASE, now, now
        delivery.save(update_fields=["attempts", "due_at", "tried_at", "updated_at"])
    return delivery


def _told(delivery: WebhookDelivery, now: datetime) -> Answer:
    hook = delivery.webhook
    try:
        secrets = secrets_of(hook, now)
    except sealing.Unsealable:
        return Answer(False, False, "Le secret de ce logiciel ne se lit plus : donnez-lui-en un nouveau.")
    return tell(
        hook.address, delivery.body.encode(), delivery=str(delivery.pk), event=delivery.event, secrets=secrets, at=now
    )


@transaction.atomic
def _kept(delivery: WebhookDelivery, answer: Answer, now: datetime) -> bool:
    """Write what came of a call; True when the next one may be made."""
    hook = Webhook.objects.select_for_update(no_key=True).filter(pk=delivery.webhook_id).first()
    if hook is None:  # deleted meanwhile, with what was to be sent
        return False
    delivery.answer, delivery.updated_at = answer.words, now
    if answer.taken:
        delivery.state = DeliveryState.SENT
        hook.failures, hook.failing_since, hook.sent_at = 0, None, now
    else:
        _postpone(delivery, now)
        hook.failures, hook.failing_since = hook.failures + 1, hook.failing_since or now
        _suspend_if_useless(hook, now)
    delivery.save(update_fields=["answer", "state", "due_at", "updated_at"])
    hook.save(update_fields=["failures", "failing_since", "sent_at", "state", "updated_at"])
    if not answer.reached:
        later = WebhookDelivery.objects.filter(WAITING, webhook=hook, due_at__lt=delivery.due_at)
        later.update(due_at=delivery.due_at, updated_at=now)
    return answer.reached and hook.state == WebhookState.ON


def _postpone(delivery: WebhookDelivery, now: datetime) -> None:
    waits = WEBHOOK_WAITS.on(localdate(now))
    if delivery.attempts > len(waits):
        delivery.state, delivery.due_at = DeliveryState.ABANDONED, now
    else:
        delivery.due_at = now + timedelta(minutes=waits[delivery.attempts - 1])


def _suspend_if_useless(hook: Webhook, now: datetime) -> None:
    """Stop calling an address that has failed many times in a row and for long, and say so to the managers."""
    day = localdate(now)
    begun = hook.failing_since or now
    many = hook.failures >= WEBHOOK_FAILURES.on(day)
    if hook.state == WebhookState.ON and many and now - begun >= timedelta(hours=WEBHOOK_PATIENCE.on(day)):
        hook.state, hook.updated_at = WebhookState.SUSPENDED, now
        tell_suspended(hook, now=now)
