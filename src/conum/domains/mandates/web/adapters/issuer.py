"""Under which name the provider signs."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def issuer() -> str:
    """Return the issuer: the address of the installation, under which discovery is published."""
    return str(settings.SITE_ADDRESS)


def endpoint(name: str) -> str:
    """Return the whole address of an endpoint (`mandates:oidc_…`)."""
    return f"{issuer()}{reverse(f'mandates:oidc_{name}')}"
