"""Jobs of the mandates module, one file per part: each is imported here."""

from conum.domains.mandates.jobs import mandates, oidc, requests, team

__all__ = ["mandates", "oidc", "requests", "team"]
