"""Forms of the booking module."""
