"""Mail to the managers about the services of their organisation."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership
from conum.commons.messaging.operations import send
from conum.commons.messaging.queries import site_address
from conum.domains.booking.models import Webhook
from conum.domains.booking.operations.chains import journal
from conum.domains.booking.operations.telling import TEMPLATE


def tell_suspended(hook: Webhook, *, now: datetime) -> None:
    """Tell each manager that a service is not told any more, and how to take it up again; it is journalled."""
    journal("webhook.suspend", hook, hook.organisation_id, None, now, failures=hook.failures)
    today = localdate(now)
    present = Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    managers = Membership.objects.filter(
        present, organisation=hook.organisation_id, role=Role.HOST_MANAGER, person__is_active=True
    )
    for member in managers.select_related("person").order_by("person_id"):
        with translation.override(member.person.language):
            send(
                template=TEMPLATE,
                to=member.person.email,
                context=_words(hook),
                key=f"webhook:{hook.pk}:{now.isoformat()}:{member.person_id}",
                now=now,
                person_id=member.person_id,
                language=member.person.language,
            )


def _words(hook: Webhook) -> dict[str, object]:
    told = _(
        "Son adresse a refusé ou manqué {failures} appels de suite. Ce qui arrive est gardé : tout partira quand vous "
        "aurez remis ce logiciel en marche."
    )
    return {
        "subject": _("Le logiciel « {name} » n'est plus prévenu").format(name=hook.name),
        "paragraphs": [told.format(failures=hook.failures)],
        "label": _("Voir ce logiciel"),
        "url": f"{site_address()}{reverse('booking:webhook', args=[hook.pk])}",
    }
