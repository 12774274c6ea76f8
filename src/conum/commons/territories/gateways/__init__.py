"""How the territories reach the outside."""
