"""Keeping places fresh: editors reminded at each limit of age, places too old taken from the map (PLA-09, PLA-10)."""

from __future__ import annotations

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import DateField, DateTimeField, DurationField, ExpressionWrapper, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conum.commons.journal.operations import record
from conum.commons.messaging.operations import send
from conum.commons.messaging.queries import site_address
from conum.domains.places.enums import EditSource
from conum.domains.places.models import Place
from conum.domains.places.operations.reports import editors_of
from conum.domains.places.parameters import FRESHNESS_MONTHS, HIDE_AFTER
from conum.domains.places.queries.editing import confirm_token

AT_ONCE = 200  # places of one transaction: a run that is cut begins again where it stopped
LIVE = Q(closed_on=None, merged_into=None)


@transaction.atomic
def remind_editors(*, now: datetime) -> int:
    """Write to the editors of the places that passed a limit of age since their last reminder; returns how many places.

    Each limit (6, 12, 18 months) reminds once: `reminded_on` keeps the day. A place nobody edits is marked as well.
    Call again until 0.
    """
    today = localdate(now)
    places = list(_to_remind(today).select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
    for place in places:
        for person, address in editors_of(place, now):
            send(
                template="places/reminder",
                to=address,
                key=f"places.reminder/{place.pk}/{today.isoformat()}/{person}",
                now=now,
                person_id=person,
                context=_words(place, confirm_token(place.pk, person)),
            )
    Place.objects.filter(pk__in=[place.pk for place in places]).update(reminded_on=today)
    return len(places)


def _to_remind(today: date) -> QuerySet[Place]:
    """Places beyond a limit of age that were not reminded since the day they passed it."""
    due = Q()
    for months in FRESHNESS_MONTHS.on(today):
        limit = today - relativedelta(months=months)
        due |= Q(updated_on__lte=limit) & (Q(reminded_on=None) | Q(reminded_on__lt=_passed(months)))
    return Place.objects.filter(LIVE & due).order_by("pk")


def _passed(months: int) -> Cast:
    """The day a place passed a limit of age."""
    interval = Func(Value(months), template="make_interval(months => %(expressions)s)", output_field=DurationField())
    return Cast(ExpressionWrapper(F("updated_on") + interval, DateTimeField()), DateField())


def _words(place: Place, token: str) -> dict[str, object]:
    day = date_format(place.updated_on, "j F Y")
    lines = [
        _("La page de ce lieu a été confirmée pour la dernière fois le {day}.").format(day=day),
        _("Si rien n’a changé, un seul bouton suffit. Sinon, corrigez ce qui est faux."),
    ]
    return {
        "subject": _("La page « {name} » est-elle à jour ?").format(name=place.name),
        "lines": lines,
        "url": f"{site_address()}{reverse('places:confirm-link', args=[token])}",
        "label": _("Vérifier la page"),
    }


@transaction.atomic
def hide_stale(*, now: datetime) -> tuple[int, int]:
    """Take from the map the places without news for `places.hide_after`, bring back those that have some.

    Returns:
        How many left the map, and how many came back. Their page stays, with a notice (PLA-10).
    """
    today = localdate(now)
    limit = today - relativedelta(months=HIDE_AFTER.on(today))
    told = {"updated_at": now, "last_edit_source": EditSource.SYSTEM}
    old = Place.objects.filter(LIVE, visible=True, updated_on__lt=limit)
    hidden = old.update(visible=False, hidden_on=today, **told)
    again = Place.objects.filter(LIVE, updated_on__gte=limit).exclude(hidden_on=None)
    shown = again.update(visible=True, hidden_on=None, **told)
    if hidden or shown:
        subject, payload = ("places.Place", "without-news"), {"hidden": hidden, "shown": shown}
        record(family="places", action="place.hide_stale", actor=None, subject=subject, payload=payload, now=now)
    return hidden, shown
