"""Jobs of the mandates module, one file per part."""

from conum.domains.mandates.jobs import oidc

__all__ = ["oidc"]
