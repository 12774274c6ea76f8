"""Every message sent, readable by anybody: in the demonstration only, where people and addresses are invented."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters as filters
from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from conum.commons.messaging.enums import Channel, MessageState
from conum.commons.messaging.models import OutboxMessage
from conum.commons.messaging.web import tables
from conum.kernel.ui.filters import FilterSet
from conum.kernel.web.lists import ListPage
from conum.kernel.web.views import DetailPage, Guarded, OnOneRow


class DemonstrationOnly(Guarded):
    """404 anywhere else."""

    public = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse outside the demonstration."""
        if not settings.CONUM_SYNTHETIC:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def rows(self) -> models.QuerySet[OutboxMessage]:
        """Every message, the latest first."""
        return OutboxMessage.objects.filter(erased_at__isnull=True).order_by("-queued_at", "-pk")


class Mails(DemonstrationOnly, ListPage):
    """The list, by recipient or subject."""

    class Filters(FilterSet):
        """Filters of the mails."""

        a = filters.CharFilter("to", label=_("Destinataire contient"), lookup_expr="icontains")
        objet = filters.CharFilter("subject", label=_("Objet contient"), lookup_expr="icontains")
        moyen = filters.ChoiceFilter("channel", label=_("Moyen"), choices=Channel.choices)
        etat = filters.ChoiceFilter("state", label=_("État"), choices=MessageState.choices)

    template_name = "messaging/mails.html"
    filterset_class = Filters
    sorts: ClassVar = {"date": ("queued_at",), "a": ("to",)}
    default_sort = "-date"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the columns."""
        return super().get_context_data(table=tables.MAILS, **kwargs)


@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class Mail(DemonstrationOnly, DetailPage):
    """One mail as text, and as its recipient sees it."""

    template_name = "messaging/mail_page.html"


@method_decorator(
    csp(
        {
            "default-src": [NONE],
            "style-src": [UNSAFE_INLINE],
            "img-src": ["data:"],
            "frame-ancestors": [SELF],
            "base-uri": [SELF],
            "sandbox": ["allow-top-navigation-by-user-activation", "allow-popups"],
        }
    ),
    name="dispatch",
)
class MailBody(DemonstrationOnly, OnOneRow):
    """The HTML of one mail, shut in: nothing runs, links open in the whole window."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return it."""
        page = self.object.html.replace("<head>", '<head><base target="_top">', 1)
        return HttpResponse(page, headers={"X-Frame-Options": "SAMEORIGIN", "Cache-Control": "no-store"})
