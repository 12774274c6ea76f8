"""Forms of the mandates module."""
