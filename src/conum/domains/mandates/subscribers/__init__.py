"""What the mandates module listens to, one file per part: each is imported here."""

from conum.domains.mandates.subscribers import oidc, team

__all__ = ["oidc", "team"]
