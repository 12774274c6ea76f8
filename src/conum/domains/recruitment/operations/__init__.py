"""What recruitment does: one function, one transaction."""
