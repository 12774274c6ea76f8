"""What recruitment answers."""
