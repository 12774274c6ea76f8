"""Accreditations, helpers, mandates and the OpenID Connect provider (sheet 13)."""
