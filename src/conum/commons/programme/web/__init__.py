"""Pages of the programme module."""
