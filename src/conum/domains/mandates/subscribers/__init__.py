"""What the mandates module listens to, one file per part."""

from conum.domains.mandates.subscribers import oidc

__all__ = ["oidc"]
