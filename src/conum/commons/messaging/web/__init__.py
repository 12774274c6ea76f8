"""Pages of the messaging module."""
