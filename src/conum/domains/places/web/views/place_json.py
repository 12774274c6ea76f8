"""A place for search engines: JSON-LD of schema.org, in a script that the page's nonce allows."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from conum.domains.places.enums import Fee, Precision
from conum.domains.places.models import Place

_DAY, _SPAN = "(?:Mo|Tu|We|Th|Fr|Sa|Su)", r"\d\d:\d\d-\d\d:\d\d"
PLAIN = re.compile(f"(?P<days>{_DAY}(?:[-,]{_DAY})*) (?P<spans>{_SPAN}(?:,{_SPAN})*)")
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def weekly_hours(text: str) -> list[str]:
    """Return the hours of the week as schema.org writes them (`Mo-Fr 09:00-12:00`), without what it has no word for."""
    if text == "24/7":
        return ["Mo-Su"]
    plain = (PLAIN.fullmatch(part) for part in text.split("; "))
    return [f"{found['days']} {span}" for found in plain if found for span in found["spans"].split(",")]


def place_as_json(place: Place, address: str) -> SafeString:
    """Return the text of the script; `address` is the canonical address of the page."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CivicStructure",
        "@id": address,
        "url": address,
        "name": place.name,
        "description": place.summary,
        "telephone": place.phones[:1],
        "email": place.emails[:1],
        "openingHours": weekly_hours(place.opening_hours),
        "isAccessibleForFree": Fee.FREE in place.fees or None,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.address,
            "postalCode": place.postal_code,
            "addressLocality": place.commune_name,
            "addressCountry": "FR",
        },
    }
    if place.latitude is not None and place.precision != Precision.COMMUNE:
        said["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    kept = {name: value for name, value in said.items() if value not in ("", [], None)}
    return mark_safe(json.dumps(kept, ensure_ascii=False).translate(ESCAPES))
