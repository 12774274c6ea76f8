"""When a message may leave, and what fits in a text message: pure functions."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from conum.kernel.rules import rule

SMS_LENGTH = 160  # septets of one text message (3GPP TS 23.038)
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€")  # each takes two septets
NEAREST = {
    "ç": "c", "ê": "e", "ë": "e", "î": "i", "ï": "i", "ô": "o", "û": "u", "â": "a", "ÿ": "y", "œ": "oe", "Œ": "OE",
    "È": "E", "Ê": "E", "Ë": "E", "À": "A", "Â": "A", "Î": "I", "Ï": "I", "Ô": "O", "Ù": "U", "Û": "U",
    "’": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"', "…": "...", "–": "-", "—": "-", "·": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ",
}  # fmt: skip


@rule("BOO-21")
def outside_quiet_hours(hour: int, first: int, last: int) -> bool:
    """Aucun message n'est envoyé entre {first} h et {last} h, à l'heure locale de la personne."""
    quiet = first <= hour < last if first <= last else hour >= first or hour < last
    return not quiet


def sending_instant(due: datetime, zone: str, quiet: tuple[int, ...], useless_after: datetime | None) -> datetime:
    """Return when a message due at `due` leaves: at once, or in the morning (BOO-21).

    Args:
        due: instant at which it should leave.
        zone: IANA name of the time zone of the person's territory.
        quiet: hours at which the quiet begins and ends, local time.
        useless_after: instant after which it says nothing any more; a message the morning would make useless leaves
            at once.
    """
    first, last = quiet
    local = due.astimezone(ZoneInfo(zone))
    if outside_quiet_hours(local.hour, first, last):
        return due
    morning = datetime.combine(local.date(), time(last), local.tzinfo)
    if morning <= local:
        morning = datetime.combine(local.date() + timedelta(days=1), time(last), local.tzinfo)
    return due if useless_after is not None and morning >= useless_after else morning


@rule("BOO-23")
def fits_one_sms(text: str) -> bool:
    """Un SMS tient en 160 caractères de l'alphabet réduit des téléphones."""
    return septets(text) <= SMS_LENGTH and all(letter in BASIC or letter in EXTENDED for letter in text)


def septets(text: str) -> int:
    """Return the length of a text in the 7-bit alphabet; a letter of the extension counts twice."""
    return sum(2 if letter in EXTENDED else 1 for letter in text)


def sms_text(text: str, link: str = "") -> str:
    """Write a text for phones: nearest letters of the 7-bit alphabet, cut so that the link stays whole (BOO-23).

    A letter that has no neighbour (another alphabet) becomes a question mark.
    """
    words = " ".join(text.split()).replace("« ", "«").replace(" »", "»")  # quotes stand apart in French only
    plain = "".join(map(_nearest, words))
    tail = f" {link}" if link else ""
    if septets(plain + tail) <= SMS_LENGTH:
        return (plain + tail).strip()
    while septets(f"{plain}...{tail}") > SMS_LENGTH:
        plain = plain[:-1]
    return f"{plain.rstrip(' ,.;:-')}...{tail}"


def _nearest(letter: str) -> str:
    return letter if letter in BASIC or letter in EXTENDED else NEAREST.get(letter, "?")
