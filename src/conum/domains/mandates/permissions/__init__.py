"""Who may do what in the mandates module: each file is imported here, so that all are known from the start."""

from conum.domains.mandates.permissions import accreditation, mandates, oidc

__all__ = ["accreditation", "mandates", "oidc"]
