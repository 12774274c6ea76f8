"""Saying on screen what did not leave, the day's ceiling being reached (BOO-23)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.domains.booking.operations.untold import unsent_ways, unsent_wish, untold
from conum.domains.booking.parameters import MAX_MESSAGES_DAY
from conum.domains.booking.queries.wordings import Occasion
from conum.kernel.ui import words


def to_person(row: Any, occasion: Occasion, now: datetime) -> str:
    """Return what the person reads when a message of their own act did not leave, else ""."""
    ways = unsent_ways(row, occasion, now)
    if not ways:
        return ""
    what = {
        ("email",): _("Nous ne vous avons pas envoyé de courriel."),
        ("sms",): _("Nous ne vous avons pas envoyé de SMS."),
    }.get(tuple(ways), _("Nous ne vous avons envoyé ni courriel, ni SMS."))
    kept = _("Ce qui est écrit sur cette page est bien enregistré.")
    return f"{what} {_because(now)} {kept}"


def warn_wish(request: HttpRequest, entry: Any, now: datetime) -> None:
    """Say that the wish is kept though nothing was sent."""
    if unsent_wish(entry):
        what = _("Nous ne vous avons pas envoyé de message.")
        kept = _("Vous êtes bien en liste d'attente : gardez l'adresse de cette page.")
        messages.warning(request, f"{what} {_because(now)} {kept}")


def warn_person(request: HttpRequest, row: Any, occasion: Occasion, now: datetime) -> None:
    """Say what did not leave, if anything."""
    if told := to_person(row, occasion, now):
        messages.warning(request, told)


def warn_staff(request: HttpRequest, rows: Iterable[Any], *occasions: Occasion, now: datetime) -> None:
    """Say whom to call: nothing left for them, and no message will."""
    found = untold(rows, occasions, now)
    if not found:
        return
    most = MAX_MESSAGES_DAY.on(localdate(now))
    reason = ngettext(
        "Cette personne n'est pas prévenue : elle a déjà reçu %(most)s messages aujourd'hui, le maximum. Appelez-la :",
        "Ces personnes ne sont pas prévenues : elles ont déjà reçu %(most)s messages aujourd'hui, le maximum. "
        "Appelez-les :",
        len(found),
    ) % {"most": most}
    messages.warning(request, f"{reason} {', '.join(_named(row.contact) for row in found)}.")


def _named(contact: Any) -> str:
    return f"{contact} ({words.phone(contact.phone)})" if contact.phone else str(contact)


def _because(now: datetime) -> str:
    most = MAX_MESSAGES_DAY.on(localdate(now))
    return _("Vous avez déjà reçu %(most)s messages aujourd'hui, le maximum.") % {"most": most}
