"""Numbers, dates and sizes as a French reader writes them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

import phonenumbers
from django.utils.formats import date_format, number_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NATIONAL = ("FR", "GP", "MQ", "GF", "RE", "YT")  # written with ten digits; New Caledonia and Polynesia have six
COMMON = re.compile(r"\+33(?:[13]\d|2[0-57-9]|4[1-9]|5[0-8]|6[0-24-8])\d{7}", re.ASCII)
"""Numbers of metropolitan France that are all valid and all written by pairs: nearly all those of a list."""


def day(value: date) -> str:
    """Return `1er novembre 2026`."""
    return _day(value.year, value.month, value.day, get_language() or "fr")


@lru_cache(maxsize=4096)  # a list writes the same days again and again
def _day(year: int, month: int, number: int, language: str) -> str:
    text = date_format(date(year, month, number), "j F Y")
    return f"1er{text[1:]}" if number == 1 and language.startswith("fr") else text


def moment(value: datetime) -> str:
    """Return `2 novembre 2026 à 14 h 05`, in the time of the reader's zone."""
    local = localtime(value) if is_aware(value) else value
    return _moment(local.year, local.month, local.day, local.hour, local.minute, get_language() or "fr")


@lru_cache(maxsize=4096)
def _moment(year: int, month: int, number: int, hour: int, minute: int, language: str) -> str:
    words = {"day": _day(year, month, number, language), "hour": hour, "minute": f"{minute:02}"}
    return _("%(day)s à %(hour)s h %(minute)s") % words


def number(value: float | Decimal) -> str:
    """Return `12 345,6`."""
    if type(value) is int and -1000 < value < 1000:
        return str(value)
    return number_format(value, use_l10n=True, force_grouping=True)


def phone(value: str) -> str:
    """Return `06 12 34 56 78` for a French number kept as E.164, `+32 470 12 34 56` for another country's.

    An overseas number keeps its ten digits (`0590 12 34 56`); what is not a valid number is returned as it is.
    """
    if COMMON.fullmatch(value):
        return " ".join(("0" + value[3], value[4:6], value[6:8], value[8:10], value[10:]))
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_valid_number(number):
        return value
    french = phonenumbers.region_code_for_country_code(number.country_code) in NATIONAL
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if french else form.INTERNATIONAL)


def size(octets: int) -> str:
    """Return `5 Mo` or `320 ko`: decimal units, one digit after the comma at most."""
    if octets >= 1_000_000:
        return _("%(size)s Mo") % {"size": _short(octets / 1_000_000)}
    return _("%(size)s ko") % {"size": _short(max(octets, 100) / 1000)}


def _short(value: float) -> str:
    return number_format(round(value, 1), 0 if round(value, 1) == int(value) else 1, force_grouping=True)
