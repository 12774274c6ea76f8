"""How places reach outside systems."""
