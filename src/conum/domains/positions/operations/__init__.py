"""What the positions module does: one function, one transaction."""
