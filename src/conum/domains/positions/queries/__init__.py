"""What the positions module answers."""
