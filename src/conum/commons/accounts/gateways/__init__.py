"""How accounts reaches outside systems."""
