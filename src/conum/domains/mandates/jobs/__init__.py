"""Jobs of the mandates module, one file per part."""

from conum.domains.mandates.jobs import mandates, oidc

__all__ = ["mandates", "oidc"]
