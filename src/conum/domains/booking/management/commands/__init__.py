"""Commands of booking."""
