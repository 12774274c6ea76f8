"""A place for search engines: JSON-LD of schema.org, in a script that the page's nonce allows."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from conum.domains.places.enums import Fee, Precision
from conum.domains.places.models import Place

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


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
        "openingHours": place.opening_hours,
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
