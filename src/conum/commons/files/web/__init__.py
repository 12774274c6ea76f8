"""How files are served."""
