"""Forms of the accounts module."""
