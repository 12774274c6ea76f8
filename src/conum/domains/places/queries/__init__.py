"""What the places module answers."""
