"""Commands of the mandates module."""
