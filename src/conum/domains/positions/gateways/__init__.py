"""Outside systems that positions asks."""
