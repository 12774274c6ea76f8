"""Outside systems that booking asks."""
