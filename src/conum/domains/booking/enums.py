"""Words of the booking module."""
