"""The public API of places."""
