"""The exchange of text messages in words, and the numbers it may use (MAN-20)."""

from __future__ import annotations

import textwrap

import phonenumbers
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.messaging.queries import site_address
from conum.domains.mandates.models import MandatePreparation
from conum.domains.mandates.queries.mandates import groups_by_code

MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
NAME_LENGTH = 50  # characters of the organisation's name in a message of 160
PART_LENGTH = 145  # characters of one message of the recap, its number apart


def mobile(number: str) -> str:
    """Return an international number as E.164 when it is a mobile one, else ""."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    fits = phonenumbers.number_type(parsed) in MOBILE
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if fits else ""


def hash_of(use: str, text: str) -> str:
    """Return the keyed hash of a number (`use` "phone") or of an operator's reference ("reference")."""
    return salted_hmac(f"conum.mandates.consent.{use}", text, algorithm="sha256").hexdigest()


def recap(preparation: MandatePreparation) -> list[str]:
    """Return the messages that say who, how long and which procedures; as many as it takes, nothing is cut."""
    days = preparation.duration_days
    text = ngettext(
        "Mandat à {organisation}, {days} jour, gratuit. Démarches : {groups}.",
        "Mandat à {organisation}, {days} jours, gratuit. Démarches : {groups}.",
        days,
    ).format(
        organisation=_name(preparation),
        days=days,
        groups=" ; ".join(group.label for group in groups_by_code(preparation.groups)),
    )
    parts = textwrap.wrap(text, PART_LENGTH)
    return [f"({number}/{len(parts)}) {part}" if len(parts) > 1 else part for number, part in enumerate(parts, 1)]


def question(preparation: MandatePreparation, minutes: int) -> str:
    """Return the question, answered by OUI or NON."""
    return _("Donnez-vous ce mandat à {organisation} ? Répondez OUI ou NON à ce SMS avant {minutes} minutes.").format(
        organisation=_name(preparation), minutes=minutes
    )


def receipt(preparation: MandatePreparation) -> str:
    """Return the receipt of a OUI; a link follows (`own_page`)."""
    return _("Votre OUI est reçu : {organisation} peut signer. Lire ou arrêter le mandat :").format(
        organisation=_name(preparation)
    )


def too_late(preparation: MandatePreparation) -> str:
    """Return what answers a message that came once the question was over and nothing was signed."""
    return _("Trop tard : la demande de {organisation} est close et rien n'est signé. Rien à faire.").format(
        organisation=_name(preparation)
    )


def already_signed(preparation: MandatePreparation) -> str:
    """Return what answers a message that came once the mandate was signed; a link follows (`own_page`)."""
    return _("Votre mandat à {organisation} est déjà signé. Le lire ou l'arrêter :").format(
        organisation=_name(preparation)
    )


def own_page() -> str:
    """Return the address of the citizen's own page."""
    return f"{site_address()}{reverse('mandates:citizen')}"


def _name(preparation: MandatePreparation) -> str:
    return textwrap.shorten(str(preparation.organisation), NAME_LENGTH, placeholder="...")
