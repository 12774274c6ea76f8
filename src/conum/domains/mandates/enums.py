"""Words of the mandates module."""
