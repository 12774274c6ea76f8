"""What was sent to a piece of software, what waits, what failed; sent again, one or many at once."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

import django_filters as filters
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conum.domains.booking.enums import DeliveryState, WebhookEvent, WebhookState
from conum.domains.booking.operations.webhooks import send_again
from conum.domains.booking.parameters import WEBHOOK_KEPT
from conum.domains.booking.permissions import MANAGE_WEBHOOKS, deliveries_visible_to, webhooks_visible_to
from conum.domains.booking.web.tables import DELIVERIES
from conum.kernel.errors import ConumError
from conum.kernel.ui.filters import FilterSet
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import ActionPage, DetailPage


class DeliveryFilters(FilterSet):
    """By event, state and days."""

    evenement = filters.ChoiceFilter("event", label=gettext_lazy("Événement"), choices=WebhookEvent.choices)
    etat = filters.ChoiceFilter("state", label=gettext_lazy("État"), choices=DeliveryState.choices)
    du = filters.DateFilter("created_at", label=gettext_lazy("Du"), lookup_expr="date__gte")
    au = filters.DateFilter("created_at", label=gettext_lazy("Au"), lookup_expr="date__lte")


class Deliveries(ListPage):
    """Those of one piece of software; ticked ones are sent again."""

    permission = MANAGE_WEBHOOKS
    template_name = "booking/webhooks/deliveries.html"
    filterset_class = DeliveryFilters
    sorts: ClassVar = {"date": ("created_at",), "essais": ("attempts",)}
    default_sort = "-date"

    @cached_property
    def webhook(self) -> Any:
        """The software named by the address; 404 out of sight."""
        found = webhooks_visible_to(self.actor).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def rows(self) -> Any:
        """Its own."""
        return self.webhook.deliveries.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns, and whether it is on."""
        is_on = self.webhook.state == WebhookState.ON
        kept = WEBHOOK_KEPT.on(localdate(self.now))
        return super().get_context_data(table=DELIVERIES, webhook=self.webhook, is_on=is_on, kept=kept, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the ticked ones again."""
        picked = [UUID(key) for key in request.POST.getlist("envoi") if _is_key(key)]
        mine = list(self.rows().filter(pk__in=picked).values_list("pk", flat=True))
        if not mine:
            messages.error(request, _("Cochez au moins un envoi."))
        else:
            self._again(mine)
        return HttpResponseRedirect(request.get_full_path())

    def _again(self, keys: list[UUID]) -> None:
        try:
            sent = send_again(keys, actor=self.actor, now=self.now)
        except ConumError as refusal:
            messages.error(self.request, refusal.message)
        else:
            told = ngettext("%(n)s envoi repart.", "%(n)s envois repartent.", sent)
            messages.success(self.request, told % {"n": sent})


class DeliveryPage(DetailPage):
    """One of them, with its exact content."""

    permission = MANAGE_WEBHOOKS
    template_name = "booking/webhooks/delivery.html"

    def rows(self) -> Any:
        """Those of the organisation."""
        return deliveries_visible_to(self.actor).select_related("webhook")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give it as pairs to read."""
        row = self.object
        pairs = [
            (_("Identifiant"), str(row.pk)),
            (_("Événement"), f"{row.get_event_display()} ({row.event})"),
            (_("Écrit le"), row.created_at),
            (_("Essais"), row.attempts),
            (_("Dernier essai"), row.tried_at or _("Aucun")),
            (_("Réponse"), row.answer or _("Aucune")),
            *([(_("Prochain essai"), row.due_at)] if row.state == DeliveryState.WAITING else []),
        ]
        is_on = row.webhook.state == WebhookState.ON
        body = json.dumps(json.loads(row.body), indent=2, ensure_ascii=False)
        return super().get_context_data(pairs=pairs, is_on=is_on, body=body, **kwargs)


class SendAgain(ActionPage):
    """Send one again."""

    permission = MANAGE_WEBHOOKS
    question = gettext_lazy("Envoyer de nouveau ? L'identifiant reste le même : le logiciel peut le reconnaître.")
    done = gettext_lazy("L'envoi repart.")

    def rows(self) -> Any:
        """Those of the organisation."""
        return deliveries_visible_to(self.actor).select_related("webhook")

    def perform(self) -> None:
        """Do it."""
        send_again([self.object.pk], actor=self.actor, now=self.now)

    def back(self) -> str:
        """Its page."""
        return reverse("booking:webhook_delivery", args=[self.object.pk])


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
