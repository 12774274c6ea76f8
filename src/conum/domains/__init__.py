"""Business modules, in rows: positions, then recruitment."""
