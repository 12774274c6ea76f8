"""How citizens' identity is hidden at rest, and where it comes from."""
