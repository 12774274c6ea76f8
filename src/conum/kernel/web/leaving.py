"""Leading a browser from one of our forms to another site.

Browsers check each redirection that follows a form against `form-action`, at the other site too, whose own
redirections nobody here knows (an identity provider sends on to another). A page in between ends the form's
navigation: the policy stays at our own address, and the page works without JavaScript.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def lead_to(request: HttpRequest, address: str) -> HttpResponse:
    """Answer the page that goes on by itself to `address`, with a link for the browsers that do not.

    Args:
        address: absolute, http or https, never given by the visitor. It may carry single-use values: nothing keeps it.

    Raises:
        ValueError: another scheme.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("an address to lead to is absolute, by http or https")
    response = render(request, "ui/leaving.html", {"address": address, "site": parts.hostname})
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
