"""What happens is written for the services that want it, in the transaction of the fact itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from conum.domains.booking.enums import DeliveryState, WebhookEvent, WebhookState
from conum.domains.booking.models import Webhook, WebhookDelivery
from conum.domains.booking.queries.webhook_bodies import READERS, Data, code_of, places
from conum.domains.places.events import PlacesChanged
from conum.kernel.ids import new_id
from conum.kernel.jobs import defer
from conum.kernel.statements import planned

WANTED = """
SELECT id FROM booking_webhook WHERE organisation_id = %s AND state <> %s AND events @> ARRAY[%s]::varchar[]
"""


def note(event: Any) -> None:
    """Write a fact of ours for the services of its organisation that want it; most organisations have none."""
    code = code_of(event)
    wanted = planned(WANTED, [event.organisation_id, str(WebhookState.OFF), str(code)])
    if wanted:
        write(code, event.organisation_id, [hook for (hook,) in wanted], READERS[type(event)](event), event.now)


def note_places(event: PlacesChanged) -> None:
    """Write what became of places, thousands at once after an import, for the services of their organisations."""
    codes = [WebhookEvent.PLACE_CHANGED, WebhookEvent.PLACE_CREATED]
    hooks = list(Webhook.objects.exclude(state=WebhookState.OFF).filter(events__overlap=codes))
    if not hooks:
        return
    told = places(event.place_ids, {hook.organisation_id for hook in hooks})
    for hook in hooks:
        for created, code in enumerate(codes):
            if code in hook.events:
                rows = [
                    row | ({} if created else {"fields": sorted(event.fields)})
                    for row in told.get(hook.organisation_id, ())
                    if (str(row["id"]) in event.created) == bool(created)
                ]
                write(code, hook.organisation_id, [hook.pk], rows, event.now)


def write(code: WebhookEvent, organisation_id: UUID, hooks: Iterable[UUID], rows: list[Data], now: datetime) -> None:
    """Write what each service is told of these rows, and queue the calls: they leave if the transaction commits."""
    if not rows:
        return
    for hook in hooks:
        WebhookDelivery.objects.bulk_create(
            [_delivery(hook, code, organisation_id, row, now) for row in rows], batch_size=500
        )
        defer("booking.tell_service", webhook_id=str(hook))


def _delivery(hook: UUID, code: WebhookEvent, organisation_id: UUID, data: Data, now: datetime) -> WebhookDelivery:
    key = new_id()
    body = {"id": key, "event": str(code), "occurred_at": now, "organisation_id": organisation_id, "data": data}
    text = json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return WebhookDelivery(
        id=key, webhook_id=hook, event=code, body=text, state=DeliveryState.WAITING, due_at=now,
        created_at=now, updated_at=now,
    )  # fmt: skip
